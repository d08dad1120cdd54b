import CivilTime
import FoundationEssentials

/// A signature line of a note: `— name base64`.
public struct NoteSignature: Hashable, Sendable {
    /// The name of the key.
    public let name: String
    /// The first four bytes tell which key of that name.
    let keyID: [UInt8]
    /// What follows: 64 bytes of Ed25519; eight bytes of seconds since 1970 before them in a cosignature.
    let bytes: [UInt8]

    init(name: String, keyID: [UInt8], bytes: [UInt8]) {
        (self.name, self.keyID, self.bytes) = (name, keyID, bytes)
    }

    /// - Parameter line: without the newline.
    init(parsing line: Substring) throws(NoteTrouble) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "—", SignedNote.isName(parts[1]), let bytes = [UInt8](base64: parts[2]), bytes.count > 4 else {
            throw .noNote
        }
        self.init(name: String(parts[1]), keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }

    var line: String { "— \(name) \((keyID + bytes).base64)\n" }

    /// When a cosignature was made; nil if the bytes are none.
    var cosignedAt: Instant? {
        guard bytes.count == 72 else { return nil }
        let seconds = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return seconds < 1 << 40 ? Instant(microseconds: Int64(seconds) * 1_000_000) : nil
    }
}

extension [UInt8] {
    /// Reads base64 with its padding, in the one form that it is written in.
    init?(base64 text: some StringProtocol) {
        guard let data = Data(base64Encoded: String(text)), data.base64EncodedString() == text else { return nil }
        self = Array(data)
    }

    /// Base64 of RFC 4648 § 4.
    var base64: String { Data(self).base64EncodedString() }
}
