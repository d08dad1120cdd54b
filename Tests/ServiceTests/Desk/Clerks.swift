import CivilTime
import Contracts
import FoundationEssentials
import Glibc
import JSON
import Postgres
import ServiceTesting
import Testing
import Vault

@testable import ContractService

/// Sixteen clerks of one process, who tell the same few contracts whatever comes to their minds, and write down what they are told.
struct Clerks: Sendable {
    static let clerks = 16
    static let commands = 25
    private static let contracts = (1...4).compactMap { ContractID("00000000-0000-4000-9000-00000000000\($0)") }

    let url: String
    let masterKey: String

    func work() async throws {
        let database = Database(try .service(url: url), connections: 4)
        let masterKey = try MasterKey.file(at: masterKey)
        let vault = try await database.withSession { session in try Vault.open(masterKey, in: session) }
        let service = ContractService(
            commands: database, reads: database, vault: vault, schemes: .littoral, money: [:], clock: SystemClock(),
            patience: .seconds(600))
        try await withThrowingTaskGroup { group in
            for clerk in 0..<Self.clerks { group.addTask { try await work(as: clerk, for: service, notingIn: database) } }
            try await group.waitForAll()
        }
        await service.drain()
        await database.shutdown()
    }

    private func work(as clerk: Int, for service: ContractService, notingIn database: Database) async throws {
        var life = RandomLife(seed: UInt64(getpid()) << 8 + UInt64(clerk))
        var last: (key: String, command: CommandName, body: JSON, contract: ContractID)?
        for number in 0..<Self.commands {
            var contract = Self.contracts[(clerk + number) % Self.contracts.count]
            // The first finds out that the contract is new; now and then the last one is sent again.
            var (command, body) = number == 0 ? (.affiliate, .affiliation()) : life.nextFact()
            var key: String? = number % 2 == 0 ? "\(getpid())-\(clerk)-\(number)" : nil
            if number % 5 == 4, let last { (key, command, body, contract) = last }
            if let key { last = (key, command, body, contract) }

            let known = await version(of: contract, in: service)
            let outcome = await service.outcome(command, body, of: contract, key: key, by: "process \(getpid())")
            let after = await version(of: contract, in: service)
            let answer = outcome.answer?.body
            let word = outcome.word == "accepted" && answer?["events"] == [] ? "nothing new" : outcome.word
            let (version, position) = (outcome.answer?.version ?? 0, answer?["position"]?.integer ?? 0)
            try await database.withSession { [contract, key, command, body] session in
                _ = try session.execute(
                    """
                    INSERT INTO told VALUES (\(contract.uuid), \(version)::integer, \(position), \(key), \(word), \(command.rawValue),
                        \(body.description), \(known)::integer, \(after)::integer)
                    """)
            }
        }
    }

    private func version(of contract: ContractID, in service: ContractService) async -> Int {
        (try? await service.version(of: contract)) ?? 0
    }
}

/// What a clerk was told.
struct Told: Sendable {
    let contract: UUID
    /// Of the answer; 0 for a refusal.
    let version: Int
    let position: Int64
    let key: String?
    let word: String
    let command: String
    let body: String
    /// The contract's version before the command was sent, and after it was answered.
    let known: Int
    let after: Int

    static func all(in session: Session) throws -> [Told] {
        try session.query(
            "SELECT contract_id, version, position, key, word, command, body, known, after FROM told",
            as: (UUID, Int, Int64, String?, String, String, String, Int, Int).self
        ).map { Told(contract: $0, version: $1, position: $2, key: $3, word: $4, command: $5, body: $6, known: $7, after: $8) }
    }

    /// Whether it is what the rules say of one of the histories there were while the command was decided. Nothing but the verdict of a rule
    /// is expected; what was accepted is proven by the log.
    func isFounded(on history: [RecordedFact]) throws -> Bool {
        if ["accepted", "replayed"].contains(word) { return true }
        guard let name = CommandName(rawValue: command) else { return false }
        let facts = try Command(name, body: try JSON(parsing: Array(body.utf8))).facts
        return (known...after).contains { version in
            do throws(Refusal) {
                let contract = try Contract(events: Array(history.prefix(version)), knownAt: SystemClock().now(), schemes: .littoral)
                return try contract.decide(facts).isEmpty && word == "nothing new"
            } catch { return error.rule.id == word }
        }
    }
}
