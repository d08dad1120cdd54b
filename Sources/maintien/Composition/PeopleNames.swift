import Access
import ContractService
import Contracts
import JSON
import Postgres
import Vault
import Words

/// The names of the people of a contract.
struct PeopleNames: Sendable {
    private var names: [BeneficiaryID?: PersonName] = [:]

    /// No names.
    init() {}

    /// Reads names from the vault. The access log records each reading before any name is shown.
    ///
    /// - Parameter reader: a caller of the register, who was a clerk, a supervisor or an auditor at their last call.
    init(of contract: KnownContract, for reader: String, _ settings: Settings, on store: Store) async throws {
        names = try await Database.opened(store.people) { database in
            try await Self.read(of: contract, for: reader, settings, on: store, in: database)
        }
    }

    /// The name of the holder (`nil`) or of a beneficiary.
    subscript(beneficiary: BeneficiaryID?) -> PersonName { names[beneficiary] ?? .missing }

    private static func read(
        of contract: KnownContract, for reader: String, _ settings: Settings, on store: Store, in database: Database
    ) async throws -> [BeneficiaryID?: PersonName] {
        let caller = try await CallerRegister(database).caller(reader, inOneOf: [.clerk, .supervisor, .auditor])
        let vault = try await Import.vault(settings, of: store, in: database, makesKey: false)
        let log = AccessLog(database: database)
        let people: [BeneficiaryID?] = [nil] + contract.known.beneficiaries.map { Optional($0.id) }
        var names: [BeneficiaryID?: PersonName] = [:]
        for beneficiary in people {
            if contract.present.hasErased(beneficiary) {
                names[beneficiary] = .erased
                continue
            }
            let person = beneficiary.map { "\($0)" } ?? "holder"
            guard let inVault = VaultPerson(person) else { continue }
            let uuid = contract.id.uuid
            let record = try await database.withSession { session in
                try vault.record(.identity, of: inVault, in: uuid, in: session)
            }
            let identity = try record.map { try JSON(parsing: $0.content) }
            let fields = ["givenNames", "familyName"].filter { identity?[$0]?.string != nil }
            try await log.record(
                Reading(
                    by: caller, .person, contract: uuid, person: person, fields: fields, found: record == nil ? 0 : 1, trace: nil))
            names[beneficiary] = PersonName(
                givenNames: identity?["givenNames"]?.string, familyName: identity?["familyName"]?.string)
        }
        return names
    }
}
