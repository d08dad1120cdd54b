import Billing
import CivilTime
import Contracts
import Dispatch
import JSON
import Postgres
import PostgresTesting
import ServiceTesting
import Vault

@testable import ContractService

/// A service of a test's own, on a migrated database, with the rights of the service's role.
struct ServiceUnderTest: Sendable {
    let contracts: ContractService
    let clock: SandboxClock
    /// The pool of the commands.
    let database: Database
    let vault: Vault
    /// With every right.
    let owner: Database
    let url: String

    /// Another service on the same database, as another process would run it.
    ///
    /// - Parameter reached: called at the points of each round of commands, on a thread that may wait.
    func another(
        clock: (any ServiceClock)? = nil, schemes: Schemes = .littoral, money: [String: MoneyParameters] = [:],
        remembering facts: Int = 1 << 17, patience: Duration = .seconds(600),
        reached: @escaping @Sendable (DeskRound.Point) -> Void = { _ in }
    ) -> ContractService {
        ContractService(
            commands: database, reads: database, vault: vault, schemes: schemes, money: money, clock: clock ?? self.clock,
            remembering: facts, patience: patience, reached: reached)
    }

    /// What the vault holds of the people of a contract, each record after its kind.
    func sealed(of contract: ContractID) async throws -> [String] {
        try await database.withSession { [vault] session in
            try vault.records(of: contract.uuid, in: session).map { "\($0.kind) \(String(decoding: $0.content, as: UTF8.self))" }
        }
    }
}

/// Runs the body with a service on a database of its own, whose clock is free.
///
/// - Parameter isSandbox: whether the clock may be set: else it is held to that of the database.
func withService<T>(
    schemes: Schemes = .littoral, employers: String = "[0-9A-Z]{1,20}", masterKey: MasterKey = .random(), isSandbox: Bool = true,
    _ body: (ServiceUnderTest) async throws -> T
) async throws -> T {
    try await withServiceDatabase(isSandbox: isSandbox) { made in
        let database = Database(try .service(url: made.url), connections: 4)
        let owner = Database(made.configuration, connections: 2)
        let vault = try await database.withSession { try Vault.open(masterKey, in: $0) }
        let clock = SandboxClock()
        let contracts = ContractService(
            commands: database, reads: database, vault: vault, schemes: schemes, money: [:], clock: clock,
            employers: EmployerCodes(employers) ?? .standard, patience: .seconds(600))
        let result = try await body(
            ServiceUnderTest(contracts: contracts, clock: clock, database: database, vault: vault, owner: owner, url: made.url))
        await contracts.drain()
        await database.shutdown()
        await owner.shutdown()
        return result
    }
}

/// Runs something to its end, on a thread that may wait: a session's.
func waiting(_ body: @escaping @Sendable () async throws -> Void) {
    let ended = DispatchSemaphore(value: 0)
    Task {
        do { try await body() } catch { preconditionFailure("what happens meanwhile failed: \(error)") }
        ended.signal()
    }
    ended.wait()
}
