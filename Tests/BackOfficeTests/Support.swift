import Access
import CivilTime
import ContractTesting
import HTML
import Words

@testable import BackOffice

extension Visit {
    /// A supervisor who visits on 12 July 2027 at 10:00 in Paris.
    static func example(_ language: Language = .french) -> Visit {
        Visit(
            Caller(id: "s.benali", capacity: .staff([.supervisor])), language: language, formToken: "token", trace: nil, address: "/",
            now: instant("2027-07-12T08:00:00Z"))
    }
}

extension HTML {
    /// The text of a page: tags dropped, spaces and apostrophes plain.
    var text: String {
        var text = ""
        var isInTag = false
        for scalar in description.unicodeScalars {
            switch scalar {
            case "<": isInTag = true
            case ">":
                isInTag = false
                text += " "
            default: if !isInTag { text.unicodeScalars.append(scalar) }
            }
        }
        let plain = text.replacing("&#39;", with: "'").replacing("\u{2019}", with: "'").replacing("\u{A0}", with: " ")
            .replacing("\u{202F}", with: " ")
        return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
