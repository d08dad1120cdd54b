import Contracts
import Words

/// The words for the people of a contract on a page: their name or, without one, their relation to the holder.
struct CalledPeople: Sendable {
    private let called: [BeneficiaryID?: Phrase]
    private let language: Language

    /// The holder, and everyone who was ever enrolled.
    ///
    /// Nameless people of the same relation are numbered, as in the picture.
    ///
    /// - Parameters:
    ///   - contract: the contract with all its facts.
    ///   - added: facts that are not recorded yet, as in a preview. People whom they enrol are included.
    init(of contract: Contract, adding added: [Fact] = [], names: (BeneficiaryID?) -> PersonName, in language: Language) {
        var relations = contract.beneficiaries.map { (id: $0.id, relation: $0.relation) }
        for case .enrolment(let fact) in contract.events.map(\.fact) + added where !relations.contains(where: { $0.id == fact.beneficiary })
        {
            relations.append((fact.beneficiary, fact.relation))
        }
        var called: [BeneficiaryID?: Phrase] = [:]
        called.updateValue(names(nil).phrase(or: PersonName.holder.capitalized, in: language), forKey: nil)
        var nameless: [Relation: Int] = [:]
        for (id, relation) in relations {
            let name = names(id)
            let phrase = name.phrase(or: relation.words.capitalized, in: language)
            if !name.isKnown { nameless[relation, default: 0] += 1 }
            let number = nameless[relation] ?? 0
            called[id] = name.isKnown || number == 1 ? phrase : "\(phrase) \(number)"
        }
        self.called = called
        self.language = language
    }

    /// The words for the holder (nil) or a beneficiary, for the start of a cell or a line.
    subscript(person: BeneficiaryID?) -> Phrase {
        called[person] ?? "\(both("Bénéficiaire", "Beneficiary")[language])"
    }
}
