import Contracts
import Crypto
import JSON
import Words

/// A scheme file that a reader sent, as it stands sealed in the address of the page. The service keeps nothing of it.
struct WhatIfFile: Sendable {
    /// The purpose of the seal.
    static let purpose = "what-if"
    /// The most bytes of a file: sealed, it fits into an address.
    static let longest = 10 << 10
    /// The most characters of a file's name that are shown.
    private static let longestName = 100

    /// The file's name.
    let name: String
    /// Its content.
    let content: String

    /// A file that was sent; nil when it is not text in UTF-8.
    init?(_ file: PageFile) {
        guard let content = String(validating: file.bytes, as: UTF8.self) else { return nil }
        name = String(file.name.prefix(Self.longestName))
        self.content = content
    }

    /// Reads ``text``; nil when it has another format.
    init?(_ text: String) {
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = (try? JSON(parsing: String(parts[0])))?.string else { return nil }
        (self.name, content) = (name, String(parts[1]))
    }

    /// The file as a text to be sealed.
    var text: String { "\(JSON.string(name))\n\(content)" }

    /// A fingerprint of the content, in hexadecimal digits: a printed page says of which file it is.
    var digest: String {
        SHA256.hash(data: Array(content.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// What a file says.
    enum Reading: Sendable {
        /// A scheme.
        case scheme(Scheme)
        /// It is refused.
        case refused(Bilingual)
    }
}
