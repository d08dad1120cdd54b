import Crypto
import FoundationEssentials

/// Seals a clerk's input for use in an address, so that no address reveals a name, a number or an account.
///
/// AES-256-GCM. A sealed text opens for one hour, for one purpose, and for the caller for whom it was sealed.
struct AddressSeal: Sendable {
    /// The lifetime of a sealed text in seconds.
    static let lifetime: Int64 = 3600

    private let key: SymmetricKey
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - key: 256 bits, the same in every process that serves the pages.
    ///   - now: returns the seconds since 1970. A sandbox uses the real clock here too.
    init(key: SymmetricKey, now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }) {
        self.key = key
        self.now = now
    }

    /// Seals a text.
    ///
    /// - Parameters:
    ///   - purpose: the purpose and its subject: `draft <contract> <command>`.
    ///   - owner: the caller who may open it; nil for any caller who is signed in.
    func seal(_ text: String, for purpose: String, owner: String?) -> String {
        let message = "\(now()) \(text)"
        // Sealing fails only for a key of the wrong size.
        guard
            let box = try? AES.GCM.seal(Array(message.utf8), using: key, authenticating: Self.context(purpose, owner)).combined
        else { preconditionFailure("A key of 256 bits seals every text.") }
        return box.base64EncodedString().map { $0 == "+" ? "-" : $0 == "/" ? "_" : String($0) }.filter { $0 != "=" }.joined()
    }

    /// Opens a text; nil when it was sealed elsewhere, for another purpose or caller, or more than an hour ago.
    func open(_ sealed: String, for purpose: String, by caller: String) -> String? {
        var base64 = sealed.map { $0 == "-" ? "+" : $0 == "_" ? "/" : String($0) }.joined()
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: base64), let box = try? AES.GCM.SealedBox(combined: bytes) else { return nil }
        for owner in [caller, nil] {
            guard let message = try? AES.GCM.open(box, using: key, authenticating: Self.context(purpose, owner)) else { continue }
            let parts = String(decoding: message, as: UTF8.self).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let sealedAt = Int64(parts[0]) else { return nil }
            // The clock of the process that sealed it may be a little ahead.
            let age = now() - sealedAt
            return (-60...Self.lifetime).contains(age) ? String(parts[1]) : nil
        }
        return nil
    }

    private static func context(_ purpose: String, _ owner: String?) -> [UInt8] {
        Array("\(owner ?? "")\n\(purpose)".utf8)
    }
}
