import Contracts
import JSON

extension Erasure {
    /// The event type of an erasure. It has its own route, and no command.
    static let eventType = "personErased"

    init(of person: Person, reason: String) {
        let beneficiary: BeneficiaryID? = if case .beneficiary(let id) = person { id } else { nil }
        self.init(beneficiary: beneficiary, reason: reason)
    }

    /// The erased person.
    var person: Person { beneficiary.map { .beneficiary($0) } ?? .holder }
}

extension Fact {
    /// Whether it is the erasure of a person.
    func erases(_ person: Person) -> Bool { if case .erasure(let erasure) = self { erasure.person == person } else { false } }
}

extension Contract {
    /// Whether a person was erased.
    func hasErased(_ person: Person) -> Bool {
        switch person {
        case .holder: hasErased(nil)
        case .beneficiary(let id): hasErased(id)
        }
    }
}

extension JSON.Shape where Value == Told {
    /// The payload of an erasure's event.
    static var erasure: Self {
        .object { fields throws(MalformedField) in
            let person = try fields.required("person", .person)
            let reason = try fields.required("reason", .words(in: .event))
            var told = Told(fact: .erasure(Erasure(of: person, reason: reason)), source: try fields.optional("source", .commandSource))
            told.proposedBy = try fields.optional("proposedBy", .string)
            return told
        }
    }
}

extension JSON.Shape where Value == Person {
    fileprivate static var person: Self { .text("holder | UUID") { Person($0) } }
}
