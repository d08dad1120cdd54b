import ContractService
import JSON

/// The data that an agent may change.
enum ContactDetails {
    /// How often a change is tried: again after each concurrent change.
    fileprivate static let attempts = 8
}

extension ContractAnswering {
    /// Replaces the contact details of a person; the other fields stay.
    ///
    /// - Throws: `access.field` when `content` names another field.
    func setContact(
        of person: Person, of contract: ContractID, to content: JSON, if condition: IdentityCondition, by caller: String
    ) async throws -> HeldIdentity {
        guard let told = content.object else { return try await setPerson(person, of: contract, to: content, if: condition, by: caller) }
        if let other = told.members.first(where: { !JSON.contactFields.contains($0.key) && Self.isKnown($0.key) && $0.value != .null }) {
            throw Problem.fieldNotTheirs(other.key)
        }
        for _ in 1...ContactDetails.attempts {
            let held = try await heldIdentity(of: person, of: contract)
            guard condition.holds(of: held?.tag) else { throw ServiceError.personChanged }
            var all = JSON.Object()
            for member in held?.content.object?.members ?? [] where !JSON.contactFields.contains(member.key) {
                all.append(member.key, member.value)
            }
            for member in told.members { all.append(member.key, member.value) }
            do {
                return try await setPerson(
                    person, of: contract, to: .object(all), if: held.map { .held(tags: [$0.tag]) } ?? .notHeld, by: caller)
            } catch ServiceError.personChanged {}  // by another change meanwhile
        }
        throw ServiceError.concurrentChange
    }

    /// Whether an identity has this field besides contact details. Unknown fields are refused later, where all fields are read.
    private static func isKnown(_ name: String) -> Bool { ["familyName", "birthName", "givenNames", "nir"].contains(name) }

    private func heldIdentity(of person: Person, of contract: ContractID) async throws -> HeldIdentity? {
        do { return try await self.person(person, of: contract) } catch ServiceError.personUnknown { return nil }
    }
}

extension IdentityCondition {
    /// Whether the condition holds for this tag; nil stands for no data.
    fileprivate func holds(of tag: String?) -> Bool {
        switch self {
        case .none: true
        case .notHeld: tag == nil
        case .held(let tags): tag.map { tags?.contains($0) ?? true } ?? false
        }
    }
}
