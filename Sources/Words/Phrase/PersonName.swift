/// A person's name as the vault has it.
public enum PersonName: Hashable, Sendable {
    /// The name.
    case known(String)
    /// No name was told.
    case missing
    /// The name was destroyed on request.
    case erased

    /// The name made of given names and family name; missing when nothing of either can be seen.
    public init(givenNames: String?, familyName: String?) {
        let parts = [givenNames, familyName].compactMap(\.self).filter(\.isVisible)
        self = parts.isEmpty ? .missing : .known(parts.joined(separator: " "))
    }

    /// The name, or other words in its place: `l’agent`, `l’agent (identité effacée)`.
    ///
    /// - Parameter fallback: what the person is, article included.
    public func phrase(or fallback: Bilingual, in language: Language) -> Phrase {
        switch self {
        case .known(let name) where name.isVisible:
            var phrase = Phrase()
            phrase.append(name, .name)
            return phrase
        // A name that nobody can see is none.
        case .known, .missing: return "\(fallback[language])"
        case .erased: return "\(fallback[language]) (\(both("identité effacée", "identity erased")[language]))"
        }
    }

    /// Whether it is a name that can be seen.
    public var isKnown: Bool { if case .known(let name) = self { name.isVisible } else { false } }

    /// What the holder is called when there is no name. The French words say no gender.
    public static let holder = both("l'agent", "the agent")
}

extension String {
    /// Whether some of it can be seen: not spaces, controls and signs of format alone.
    fileprivate var isVisible: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }
}
