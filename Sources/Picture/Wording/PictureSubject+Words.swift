public import Contracts
public import Words

extension PictureSubject {
    /// The subject of a contract, with titles in a language.
    ///
    /// - Parameters:
    ///   - contract: as known at the instant of the picture. It may have no facts.
    ///   - present: the same contract with all facts, including those recorded later.
    ///   - isPresent: whether that instant is the present.
    ///   - names: the name of the holder (`nil`) or of a beneficiary.
    public init(
        of contract: Contract, present: Contract, isPresent: Bool, names: (BeneficiaryID?) -> PersonName, in language: Language
    ) {
        // Nameless people of the same relation are numbered.
        var nameless: [Relation: Int] = [:]
        self.init(of: contract, present: present, isPresent: isPresent) { person, relation in
            guard case .beneficiary(let id) = person, let relation else { return Self.holder(names(nil), in: language) }
            let name = names(id)
            let text = name.phrase(or: relation.words.capitalized, in: language).plainText
            if name.isKnown { return (title: "\(text), \(relation.words[language])", name: text) }
            nameless[relation, default: 0] += 1
            let numbered = nameless[relation] == 1 ? text : "\(text) \(nameless[relation, default: 0])"
            return (title: numbered, name: numbered)
        }
    }

    private static func holder(_ name: PersonName, in language: Language) -> (title: String, name: String) {
        let text = name.phrase(or: PersonName.holder, in: language).plainText
        let title =
            switch language {
            // Before a name, *de* or *d’* depends on the sound, which spelling does not show.
            case .french: name.isKnown ? "Couverture\u{202F}: \(text)" : "Couverture de \(text)"
            case .english: "Cover of \(text)"
            }
        return (title, name.isKnown ? text : name.phrase(or: PersonName.holder.capitalized, in: language).plainText)
    }
}
