import ContractService
import Crypto
import JSON
import Words

/// A scheme file that a reader sent, sealed in the address of the page: what it says of amounts, or why it is refused.
///
/// Nothing of it is kept by the service.
struct WhatIfDraft: Sendable {
    /// What the file is.
    enum Content: Sendable {
        /// A scheme.
        case scheme(WhatIfScheme)
        /// It is refused.
        case refused(Bilingual)
    }

    /// The purpose of the seal.
    static let purpose = "what-if"
    /// The most characters of a file's name that are shown.
    private static let longestName = 100
    /// The most characters of a refusal: it names a field, and a stranger's file may have any.
    private static let longestRefusal = 400

    /// The file's name.
    let name: String
    /// A fingerprint of the whole file, in hexadecimal digits: a printed page says of which file it is.
    let digest: String
    /// What the file is.
    let content: Content

    /// A draft of a file that was sent.
    ///
    /// - Parameter content: what the file is.
    init(of file: PageFile, _ content: Content) {
        name = String(file.name.prefix(Self.longestName))
        digest = SHA256.hash(data: file.bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        if case .refused(let words) = content {
            self.content = .refused(
                Bilingual(String(words.french.prefix(Self.longestRefusal)), String(words.english.prefix(Self.longestRefusal))))
        } else {
            self.content = content
        }
    }

    /// Reads the text of a draft; nil when it has another format.
    init?(_ text: String) {
        guard let json = try? JSON(parsing: text), let name = json["name"]?.string, let digest = json["digest"]?.string else { return nil }
        (self.name, self.digest) = (name, digest)
        if let french = json["refused"]?[0]?.string, let english = json["refused"]?[1]?.string {
            content = .refused(Bilingual(french, english))
        } else if let core = json["scheme"], let scheme = try? WhatIfScheme(reading: core.bytes()) {
            content = .scheme(scheme)
        } else {
            return nil
        }
    }

    /// The draft as a text to be sealed.
    var text: String {
        var fields: JSON.Object = ["name": .string(name), "digest": .string(digest)]
        switch content {
        case .scheme(let scheme): fields.append("scheme", scheme.core)
        case .refused(let words): fields.append("refused", [.string(words.french), .string(words.english)])
        }
        return JSON.object(fields).description
    }
}
