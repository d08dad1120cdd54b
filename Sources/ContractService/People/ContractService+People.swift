import CivilTime
import Contracts
public import FoundationEssentials
public import JSON
import Postgres
import Vault

extension ContractService {
    /// The identity and contact details of a person in the vault.
    ///
    /// - Throws: `contract.unknown`, `beneficiary.unknown`, `ServiceError.personErased`, or `ServiceError.personUnknown` when the vault has
    ///   none.
    public func person(_ person: Person, of contract: ContractID) async throws -> HeldIdentity {
        try await ContractService.check(person, in: questions.history(of: contract).map(\.fact.fact))
        do {
            guard let identity = try await people.identity(of: person, in: contract.uuid) else { throw ServiceError.personUnknown }
            return identity
        } catch { throw ServiceError(error) ?? error }
    }

    /// The identity of a person of a record; `nil` when the vault has none.
    ///
    /// - Throws: `beneficiary.unknown`, `ServiceError.personErased`.
    public func person(_ person: Person, of record: ContractRecord) async throws -> HeldIdentity? {
        try ContractService.check(person, in: record.entries.map(\.fact))
        do { return try await people.identity(of: person, in: record.id.uuid) } catch { throw ServiceError(error) ?? error }
    }

    /// The identities of a person, newest first, each with its caller and time.
    ///
    /// - Throws: `contract.unknown`, `beneficiary.unknown`, `ServiceError.personErased`, or `ServiceError.personUnknown` when the vault has
    ///   none.
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

    /// Replaces a person's identity, if a condition on the stored one holds.
    ///
    /// - Parameter caller: the identifier of the caller.
    /// - Returns: The new identity.
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

    /// The people who match a line: name, day of birth, contract, and the holder's status today.
    ///
    /// - Throws: `ServiceError.searchTooBroad` when more than 200 people match, or too many candidates must be checked.
    public func people(_ line: FindLine) async throws -> JSON {
        do {
            let found = try await people.database.withSession { [people, ledger] session in
                try PeopleSearch(vault: people.vault, ledger: ledger, session: session).people(line)
            }
            return ["people": .array(found)]
        } catch { throw ServiceError(error) ?? error }
    }

    /// Dismisses a pair of possible duplicates: it is not reported again until one of the two identities changes.
    ///
    /// - Returns: Whether the pair exists. An earlier dismissal stays as it is.
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

    /// Checks that the contract knows the person, who is the holder or was ever enrolled, and is not erased.
    static func check(_ person: Person, in facts: [Fact]) throws {
        try checkKnown(person, in: facts)
        if facts.contains(where: { $0.erases(person) }) { throw ServiceError.personErased() }
    }

    /// Checks that the contract knows the person, who is the holder or was ever enrolled.
    static func checkKnown(_ person: Person, in facts: [Fact]) throws {
        if facts.isEmpty { throw ServiceError.refused(.contractUnknown) }
        guard case .beneficiary(let beneficiary) = person else { return }
        let isKnown = facts.contains { if case .enrolment(let enrolment) = $0 { enrolment.beneficiary == beneficiary } else { false } }
        if !isKnown { throw ServiceError.refused(.beneficiaryUnknown) }
    }
}
