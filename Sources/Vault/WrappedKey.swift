import Crypto

/// A key of a person or of papers as the database keeps it: wrapped (RFC 3394) under the key of an epoch.
///
/// Under the first epoch it is the 40 wrapped bytes. Under a later one the epoch's number stands before them, in two bytes, the higher first.
struct WrappedKey {
    /// The epoch whose key opens it.
    let epoch: Int
    private let wrapped: [UInt8]

    /// The numbers that fit.
    static let epochs = 1...0xFFFF
    private static let length = 40

    /// Wraps a key.
    init(_ key: SymmetricKey, under epochKey: SymmetricKey, of epoch: Int) throws {
        self.epoch = epoch
        wrapped = [UInt8](try AES.KeyWrap.wrap(key, using: epochKey))
    }

    /// Reads the stored bytes; nil when they cannot be a wrapped key.
    init?(_ stored: [UInt8]) {
        switch stored.count {
        case Self.length: (epoch, wrapped) = (1, stored)
        case Self.length + 2: (epoch, wrapped) = (Int(stored[0]) << 8 | Int(stored[1]), Array(stored.dropFirst(2)))
        default: return nil
        }
    }

    /// The bytes to store.
    var stored: [UInt8] { epoch == 1 ? wrapped : [UInt8(epoch >> 8), UInt8(epoch & 0xFF)] + wrapped }

    /// The key; nil when it was wrapped under another key, or altered.
    func opened(by epochKey: SymmetricKey) -> SymmetricKey? { try? AES.KeyWrap.unwrap(wrapped, using: epochKey) }
}
