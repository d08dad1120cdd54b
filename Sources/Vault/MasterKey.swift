public import Crypto
import FoundationEssentials

/// The one secret of a vault: 32 random bytes, never stored in the database. Without it, everything in the vault is lost.
public struct MasterKey: Sendable {
    let key: SymmetricKey

    init(_ bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// A new random key, not stored.
    public static func random() -> MasterKey { MasterKey(SymmetricKey(size: .bits256).withUnsafeBytes(Array.init)) }

    /// Reads the key from a file of exactly 32 bytes.
    /// - Parameter createIfMissing: creates the file with a random key if there is none; only its owner can read it. Concurrent processes
    ///   get the same key.
    public static func file(at path: String, createIfMissing: Bool = false) throws(VaultError) -> MasterKey {
        if let bytes = try? Data(contentsOf: URL(filePath: path)) {
            guard bytes.count == 32 else { throw .masterKeyMalformed(path: path) }
            return MasterKey([UInt8](bytes))
        }
        guard createIfMissing else { throw .masterKeyUnreadable(path: path) }
        try NewFile.write(random().key.withUnsafeBytes(Array.init), at: path)
        return try file(at: path)
    }

    /// A key for one purpose. It reveals neither the master key nor the key of another purpose.
    public func derived(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: 32)
    }
}

extension MasterKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "MasterKey" }
    /// Never the key.
    public var debugDescription: String { description }
    /// Never the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
