/// A person's name in the vault.
public enum PersonName: Hashable, Sendable {
    /// The name.
    case known(String)
    /// No name was recorded.
    case missing
    /// The name was destroyed on request.
    case erased

    /// The full name of given names and family name; missing when both are invisible.
    public init(givenNames: String?, familyName: String?) {
        let parts = [givenNames, familyName].compactMap(\.self).filter(\.isVisible)
        self = parts.isEmpty ? .missing : .known(parts.joined(separator: " "))
    }

    /// The name, or a replacement: `l’agent`, `l’agent (identité effacée)`.
    ///
    /// - Parameter fallback: the words for the person, with an article.
    public func phrase(or fallback: Bilingual, in language: Language) -> Phrase {
        switch self {
        case .known(let name) where name.isVisible:
            var phrase = Phrase()
            phrase.append(name, .name)
            return phrase
        // An invisible name counts as missing.
        case .known, .missing: return "\(fallback[language])"
        case .erased: return "\(fallback[language]) (\(both("identité effacée", "identity erased")[language]))"
        }
    }

    /// Whether it is a visible name.
    public var isKnown: Bool { if case .known(let name) = self { name.isVisible } else { false } }

    /// The words for a holder without a name; the French is gender-neutral.
    public static let holder = both("l'agent", "the agent")
}

extension String {
    /// Whether some character is visible: not a space, a control or a format character.
    fileprivate var isVisible: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }
}
