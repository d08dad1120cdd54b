import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Vault

/// The data of contracts' people in the vault.
struct People: Sendable {
    let database: Database
    let vault: Vault
    /// The form of employers' codes.
    let employers: EmployerCodes
    /// The time limit of reading notices: the command is already recorded.
    let noticePatience: Duration

    /// A keyed hash of bytes that may contain personal data.
    func fingerprint(of bytes: [UInt8]) -> [UInt8] { vault.fingerprint(of: bytes) }

    /// Seals commands' personal data, in order, to store it with their events.
    func seal(_ secrets: [KeptSecret], at now: Instant, in session: Session) throws -> [SealedRecord] {
        try vault.seal(
            secrets.map { secret in
                let record = Record(secret.secret, of: secret.contract)
                return NewRecord(
                    record, terms: try record.terms(bornOn: secret.birthDays), recordedBy: secret.caller, recordedAt: now.microseconds,
                    commandKey: secret.key)
            }, in: session)
    }

    /// Rebuilds the search terms of people with a new day of birth, in the transaction that records it.
    func index(_ people: [(person: Person, contract: UUID, birthDays: [Day])], in session: Session) throws {
        try Vault.hold(people.map(\.contract), in: session)
        let birthDays = Dictionary(people.map { (Vault.Owner($0.person, of: $0.contract), $0.birthDays) }) { $1 }
        let records = try vault.records(of: Array(birthDays.keys), in: session)
        try vault.index(
            records.map { record in
                let days = birthDays[Vault.Owner(contract: record.contract, person: record.person)] ?? []
                return (record, try record.terms(bornOn: days))
            }, in: session)
    }

    /// A person's identity; `nil` when there is none.
    func identity(of person: Person, in contract: UUID) async throws -> HeldIdentity? {
        let held = try await database.withSession { session in
            try vault.tagged(.identity, of: person.inVault, in: contract, in: session)
        }
        return try held.map { HeldIdentity(content: try JSON(parsing: $0.record.content), tag: $0.tag) }
    }

    /// A person's identities, newest first.
    func values(of person: Person, in contract: UUID) async throws -> [Vault.Value] {
        try await database.withSession { session in try vault.values(of: .identity, of: person.inVault, in: contract, in: session) }
    }

    /// Replaces a person's identity, if a condition on the stored one holds.
    ///
    /// - Parameters:
    ///   - check: receives the contract's facts, and throws when the person is unknown.
    /// - Returns: The new tag; `nil` when the condition does not hold.
    func keep(
        _ identity: JSON, of person: Person, in contract: UUID, if condition: IdentityCondition, by caller: String, at now: Instant,
        check: @escaping @Sendable ([Fact]) throws -> Void = { _ in }
    ) async throws -> String? {
        let record = Record(Command.Secret(person: person, kind: .identity, content: identity), of: contract)
        return try await database.withSession { session in
            try session.transaction { session in
                // The terms contain the recorded day of birth. An append that changes it waits meanwhile, and then rebuilds the terms.
                try Vault.hold([contract], in: session)
                let facts = try EventLog.events(of: [contract], in: session)[contract, default: []].map { try RecordedFact($0).fact }
                try check(facts)
                let new = NewRecord(
                    record, terms: try record.terms(bornOn: BirthDays(facts)[person]), recordedBy: caller, recordedAt: now.microseconds)
                return try vault.put(new, if: condition.inVault, in: session)
            }
        }
    }
}

extension Record {
    fileprivate init(_ secret: Command.Secret, of contract: UUID) {
        self.init(contract: contract, person: secret.person.inVault, kind: .identity, content: secret.content.bytes(sortedKeys: true))
        if case .bankDetails(let reference) = secret.kind { kind = .bankDetails(mandateReference: reference) }
    }

    /// The search terms for the record's person.
    func terms(bornOn birthDays: [Day]) throws -> [SearchTerm] {
        guard let content = try? JSON(parsing: content) else { throw VaultError.damaged(contract: contract, person: person) }
        switch kind {
        case .identity: return SearchTerm.terms(of: content, bornOn: birthDays)
        case .bankDetails: return content["iban"]?.string.map { [.iban($0)] } ?? []
        case .directDebit: return []
        }
    }
}

extension Vault.Owner {
    fileprivate init(_ person: Person, of contract: UUID) { self.init(contract: contract, person: person.inVault) }
}

extension Person {
    /// The person in the vault's form.
    var inVault: VaultPerson {
        switch self {
        case .holder: .holder
        case .beneficiary(let id): .beneficiary(id.uuid)
        }
    }

    /// The person from the vault's form.
    init(_ person: VaultPerson) {
        switch person {
        case .holder: self = .holder
        case .beneficiary(let id): self = .beneficiary(BeneficiaryID(id))
        }
    }
}
