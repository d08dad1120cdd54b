import Contracts
import FoundationEssentials
public import JSON
import Postgres
import Vault

/// What the vault keeps of the people of contracts.
struct People: Sendable {
    let database: Database
    let vault: Vault
    /// The form of the codes of those who employ them.
    let employers: EmployerCodes

    /// What stands for bytes that may hold personal data.
    func fingerprint(of bytes: [UInt8]) -> [UInt8] { vault.fingerprint(of: bytes) }

    /// What commands tell of people, sealed, in order: to be kept with the events they record.
    func seal(_ secrets: [(secret: Command.Secret, contract: UUID)], in session: Session) throws -> [SealedRecord] {
        try vault.seal(secrets.map { Record($0.secret, of: $0.contract) }, in: session)
    }

    /// A person's identity; `nil` when nothing is kept.
    func identity(of person: Person, in contract: UUID) async throws -> HeldIdentity? {
        let held = try await database.withSession { session in
            switch person {
            case .holder: try vault.tagged(.identity, of: .holder, in: contract, in: session)
            case .beneficiary(let id): try vault.tagged(.identity, of: .beneficiary(id.uuid), in: contract, in: session)
            }
        }
        return try held.map { HeldIdentity(content: try JSON(parsing: $0.record.content), tag: $0.tag) }
    }

    /// Keeps a person's identity in place of what was kept, if a condition holds of that.
    ///
    /// - Returns: the new tag; `nil` when the condition does not hold.
    func keep(_ identity: JSON, of person: Person, in contract: UUID, if condition: IdentityCondition) async throws -> String? {
        let record = Record(Command.Secret(person: person, kind: .identity, content: identity), of: contract)
        return try await database.withSession { session in try vault.put(record, if: condition.inVault, in: session) }
    }
}

/// What the vault holds of a person.
public struct HeldIdentity: Sendable {
    /// Identity and contact details.
    public let content: JSON
    /// Another whenever they are replaced; it tells nothing of them.
    public let tag: String

    /// Identity and contact details, under a tag.
    public init(content: JSON, tag: String) {
        self.content = content
        self.tag = tag
    }
}

/// What must hold of what the vault has of a person, for something else to take its place.
public enum IdentityCondition: Sendable, Hashable {
    /// Nothing.
    case none
    /// Something is held, under one of these tags; under any when `nil`.
    case held(tags: Set<String>?)
    /// Nothing is held.
    case notHeld

    fileprivate var inVault: Vault.Condition {
        switch self {
        case .none: .none
        case .held(let tags): .present(tags: tags)
        case .notHeld: .absent
        }
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
    public func person(_ person: Person, of contract: ContractID) async throws -> HeldIdentity {
        try await check(person, of: contract)
        do {
            guard let identity = try await people.identity(of: person, in: contract.uuid) else { throw ServiceError.personUnknown }
            return identity
        } catch { throw ServiceError(error) ?? error }
    }

    /// Puts an identity in the place of what the vault holds of a person, if a condition holds of that.
    ///
    /// - Returns: what it holds now.
    /// - Throws: `ServiceError.personChanged` when the condition does not hold.
    public func setPerson(
        _ person: Person, of contract: ContractID, to content: JSON, if condition: IdentityCondition = .none
    ) async throws -> HeldIdentity {
        let identity: JSON
        do { identity = try content.read(.identity) } catch { throw ServiceError.malformed(error) }
        try await check(person, of: contract)
        do {
            guard let tag = try await people.keep(identity, of: person, in: contract.uuid, if: condition) else {
                throw ServiceError.personChanged
            }
            return HeldIdentity(content: identity, tag: tag)
        } catch { throw ServiceError(error) ?? error }
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
