import Contracts
import FoundationEssentials
public import JSON
import Postgres
import Vault

/// What the vault keeps of the people of contracts.
struct People: Sendable {
    let database: Database
    let vault: Vault

    /// What stands for bytes that may hold personal data.
    func fingerprint(of bytes: [UInt8]) -> [UInt8] { vault.fingerprint(of: bytes) }

    /// What commands tell of people, sealed, in order: to be kept with the events they record.
    func seal(_ secrets: [(secret: Command.Secret, contract: UUID)], in session: Session) throws -> [SealedRecord] {
        try vault.seal(secrets.map { Record($0.secret, of: $0.contract) }, in: session)
    }

    /// A person's identity; `nil` when nothing is kept.
    func identity(of person: Person, in contract: UUID) async throws -> JSON? {
        let content = try await database.withSession { session in
            switch person {
            case .holder: try vault.record(.identity, of: .holder, in: contract, in: session)?.content
            case .beneficiary(let id): try vault.record(.identity, of: .beneficiary(id.uuid), in: contract, in: session)?.content
            }
        }
        return try content.map { try JSON(parsing: $0) }
    }

    /// Keeps a person's identity in place of what was kept.
    func keep(_ identity: JSON, of person: Person, in contract: UUID) async throws {
        let record = Record(Command.Secret(person: person, kind: .identity, content: identity), of: contract)
        try await database.withSession { session in try vault.put([record], in: session) }
    }
}

extension Record {
    fileprivate init(_ secret: Command.Secret, of contract: UUID) {
        self.init(contract: contract, person: .holder, kind: .identity, content: secret.content.bytes(sortedKeys: true))
        if case .beneficiary(let id) = secret.person { person = .beneficiary(id.uuid) }
        if case .bankDetails(let reference) = secret.kind { kind = .bankDetails(mandateReference: reference) }
    }
}

extension ContractService {
    /// What the vault holds of a person: identity and contact details.
    ///
    /// - Throws: `contract.unknown`, `beneficiary.unknown`, or `ServiceError.personUnknown` when nothing is held.
    public func person(_ person: Person, of contract: ContractID) async throws -> JSON {
        try await check(person, of: contract)
        do {
            guard let identity = try await people.identity(of: person, in: contract.uuid) else { throw ServiceError.personUnknown }
            return identity
        } catch { throw ServiceError(error) ?? error }
    }

    /// Puts an identity in the place of what the vault holds of a person.
    ///
    /// - Returns: what it holds now.
    public func setPerson(_ person: Person, of contract: ContractID, to content: JSON) async throws -> JSON {
        let identity: JSON
        do { identity = try content.read(.identity) } catch { throw ServiceError.malformed(error) }
        try await check(person, of: contract)
        do { try await people.keep(identity, of: person, in: contract.uuid) } catch { throw ServiceError(error) ?? error }
        return identity
    }

    /// A person must be known to the contract, by an enrolment that was ever told.
    private func check(_ person: Person, of id: ContractID) async throws {
        let history = try await questions.history(of: id)
        if history.isEmpty { throw ServiceError.refused(.contractUnknown) }
        guard case .beneficiary(let beneficiary) = person else { return }
        let isKnown = history.contains { entry in
            if case .enrolment(let enrolment) = entry.fact.fact { enrolment.beneficiary == beneficiary } else { false }
        }
        if !isKnown { throw ServiceError.refused(.beneficiaryUnknown) }
    }
}
