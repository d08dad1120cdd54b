import CivilTime
import ContractService
import Crypto
import JSON
import Words

/// A fingerprint of a preview. The button *Enregistrer* sends it back, so that only the shown content is recorded.
struct SeenPreview: Sendable, Hashable, LosslessStringConvertible {
    /// The contract's version.
    let version: Int
    /// SHA-256 of contract, command, body, version, day and changes, in hexadecimal.
    private let digest: String

    /// - Parameter changes: the changes in the preview, as bytes.
    init(contract: ContractID, command: ClerkCommand, body: JSON, version: Int, day: Day, changes: [UInt8]) {
        self.version = version
        var hash = SHA256()
        for part in ["\(contract)", command.rawValue, "\(version)", "\(day)"].map({ Array($0.utf8) }) + [
            body.bytes(sortedKeys: true), changes,
        ] {
            // The length before each part makes the boundaries unambiguous.
            hash.update(data: Array("\(part.count) ".utf8))
            hash.update(data: part)
        }
        digest = Self.hexadecimal(hash.finalize())
    }

    /// Reads the fingerprint from a form.
    init?(_ text: String) {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let version = Int(parts[0]), parts[1].utf8.count == 64, parts[1].allSatisfy(\.isHexDigit) else {
            return nil
        }
        self.version = version
        digest = String(parts[1])
    }

    var description: String { "\(version)-\(digest)" }

    /// The idempotency key of the command: the same for every click on the button of a draft.
    ///
    /// It depends on the sealed text, which is random, not on the answers. Keys outlive an erasure. From a key made of answers, names,
    /// numbers and accounts could be guessed.
    func key(of draft: String) -> String { "page-\(version)-\(Self.hexadecimal(SHA256.hash(data: Array(draft.utf8))))" }

    private static func hexadecimal(_ digest: SHA256Digest) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
