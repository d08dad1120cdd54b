import CivilTime
import Contracts
public import FoundationEssentials
public import JSON
import Postgres
import Vault

extension ContractService {
    /// What the vault holds of a person: identity and contact details.
    ///
    /// - Throws: `contract.unknown`, `beneficiary.unknown`, `ServiceError.personErased`, or `ServiceError.personUnknown` when nothing is held.
    public func person(_ person: Person, of contract: ContractID) async throws -> HeldIdentity {
        try await ContractService.check(person, in: questions.history(of: contract).map(\.fact.fact))
        do {
            guard let identity = try await people.identity(of: person, in: contract.uuid) else { throw ServiceError.personUnknown }
            return identity
        } catch { throw ServiceError(error) ?? error }
    }

    /// What the vault holds of a person of a record that was read already; `nil` when nothing is held.
    ///
    /// - Throws: `beneficiary.unknown`, `ServiceError.personErased`.
    public func person(_ person: Person, of record: ContractRecord) async throws -> HeldIdentity? {
        try ContractService.check(person, in: record.entries.map(\.fact))
        do { return try await people.identity(of: person, in: record.id.uuid) } catch { throw ServiceError(error) ?? error }
    }

    /// What the vault holds of a person and what it held before, the present value first, each with who kept it and when.
    ///
    /// - Throws: `contract.unknown`, `beneficiary.unknown`, `ServiceError.personErased`, or `ServiceError.personUnknown` when nothing is held.
    public func personChanges(_ person: Person, of contract: ContractID) async throws -> JSON {
        try await ContractService.check(person, in: questions.history(of: contract).map(\.fact.fact))
        do {
            let values = try await people.values(of: person, in: contract.uuid)
            if values.isEmpty { throw ServiceError.personUnknown }
            let changes = try values.map { value -> JSON in
                .fields([
                    ("identity", try JSON(parsing: value.record.content)), ("recordedBy", value.recordedBy.map { .string($0) }),
                    ("recordedAt", value.recordedAt.map { JSON(Instant(microseconds: $0)) }),
                ])
            }
            return ["contract": JSON(contract), "person": JSON(person), "changes": .array(changes)]
        } catch { throw ServiceError(error) ?? error }
    }

    /// Puts an identity in the place of what the vault holds of a person, if a condition holds of that.
    ///
    /// - Parameter caller: the identifier of who does.
    /// - Returns: what it holds now.
    /// - Throws: `ServiceError.personChanged` when the condition does not hold; `ServiceError.personErased`.
    public func setPerson(
        _ person: Person, of contract: ContractID, to content: JSON, if condition: IdentityCondition = .none, by caller: String
    ) async throws -> HeldIdentity {
        let identity: JSON
        do { identity = try content.read(.identity) } catch { throw ServiceError.malformed(error) }
        do {
            let tag = try await people.keep(
                identity, of: person, in: contract.uuid, if: condition, by: caller, at: clock.now()
            ) { facts in try ContractService.check(person, in: facts) }
            guard let tag else { throw ServiceError.personChanged }
            return HeldIdentity(content: identity, tag: tag)
        } catch { throw ServiceError(error) ?? error }
    }

    /// The people whom a line means, each with name, day of birth, contract, and the standing of its holder today.
    ///
    /// - Throws: `ServiceError.searchTooBroad` when they are more than 200, or too many have to be looked at.
    public func people(_ line: FindLine) async throws -> JSON {
        do {
            let found = try await people.database.withSession { [people, ledger] session in
                try PeopleSearch(vault: people.vault, ledger: ledger, session: session).people(line)
            }
            return ["people": .array(found)]
        } catch { throw ServiceError(error) ?? error }
    }

    /// Keeps that a pair of people who may be one needs nothing done: it is told no more until one of them has another identity.
    ///
    /// - Returns: whether there is such a pair. Of one that was dismissed before, what was kept then stays.
    public func dismissDuplicate(_ id: UUID, reason: StatedReason, by caller: String) async throws -> Bool {
        let now = clock.now().microseconds
        do {
            return try await people.database.withSession { session in
                try session.transaction { session in
                    try Vault.dismissDuplicate(id, by: caller, at: now, reason: reason.text, in: session)
                }
            }
        } catch { throw ServiceError(error) ?? error }
    }

    /// A person must be known to the contract, by an enrolment that was ever told, and not erased.
    static func check(_ person: Person, in facts: [Fact]) throws {
        try checkKnown(person, in: facts)
        if facts.contains(where: { $0.erases(person) }) { throw ServiceError.personErased() }
    }

    /// A person must be known to the contract, by an enrolment that was ever told.
    static func checkKnown(_ person: Person, in facts: [Fact]) throws {
        if facts.isEmpty { throw ServiceError.refused(.contractUnknown) }
        guard case .beneficiary(let beneficiary) = person else { return }
        let isKnown = facts.contains { if case .enrolment(let enrolment) = $0 { enrolment.beneficiary == beneficiary } else { false } }
        if !isKnown { throw ServiceError.refused(.beneficiaryUnknown) }
    }
}
