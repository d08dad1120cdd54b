import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Logging
import Postgres
import ServiceTesting
import Testing

@testable import BillingService
@testable import ContractService
@testable import Portfolio

/// An office that makes runs beside a service, whose projections follow the log by themselves.
struct OfficeUnderTest: Sendable {
    let service: ServiceUnderTest
    let contracts: ContractService
    let portfolio: PortfolioUnderTest
    let desk: RunDesk

    /// The scheme of these tests, with parameters of money.
    static let scheme: ServedScheme = {
        do { return try SchemeReader.read(MoneyParametersReadingTests.file.bytes()) } catch { preconditionFailure("\(error)") }
    }()

    /// Another scheme of the same creditor.
    static let otherScheme: ServedScheme = {
        let file = MoneyParametersReadingTests.file.with(["scheme": "littoral-2"])
        do { return try SchemeReader.read(file.bytes()) } catch { preconditionFailure("\(error)") }
    }()

    /// Another office on the same database, as another process would have it.
    func another(_ database: Database) -> RunDesk {
        RunDesk(
            database: database, commands: database, reads: database, streams: database, portfolio: portfolio.portfolio,
            contracts: contracts,
            money: desk.office.money, digests: desk.office.digests, vault: service.vault, portion: OfficeUnderTest.portion)
    }

    /// Asks for a run, and waits for it.
    @discardableResult
    func run(
        _ request: RunRequest, of scheme: String = "littoral-2026", by caller: String = "supervisor", key: String? = nil
    ) async throws -> RecordedRun {
        try await desk.submit(RunOrder(scheme: scheme, request), by: caller, key: key, patience: .seconds(300))
    }

    /// What is due of a contract as known at a run, by the rules alone.
    func due(_ contract: ContractID, at run: BillingRun) async throws -> FlowsByPayer {
        let events = try await service.database.withSession { try EventLog.events(of: [contract.uuid], in: $0)[contract.uuid, default: []] }
        let facts = try events.map { try RecordedFact($0) }
        return FlowsByPayer(due: try Contract(events: facts, knownAt: run.knownAt, schemes: contracts.schemes), of: run.scheme)
    }

    /// Checks that the lines of all runs and what the last states as prescribed are what is due as known at it: of each contract, month, payer and flow.
    func expectConservation(_ all: [ContractID], after recorded: RecordedRun) async throws {
        let month = try #require(recorded.run.month)
        let run = Int32(recorded.run.number)
        let runs = try await desk.history().runs.map(\.run).filter { $0.scheme == recorded.run.scheme }
        let numbers = runs.map { Int32($0.number) }.filter { $0 <= run }
        for contract in all {
            let (lines, prescribed) = try await service.database.withSession { session in
                (
                    try StoredRows.lines(of: contract.uuid, runs: numbers, in: session).map(\.line),
                    try StoredRows.prescribed(of: Int(run), after: nil, atMost: .max / 2, in: session)
                        .filter { $0.contract.bits == contract.uuid.bits }
                )
            }
            let said = FlowsByPayer(
                of: lines
                    + prescribed.map { CallLine(contract: $0.contract, month: $0.month, payer: $0.payer, origin: .call, flows: $0.flows) })
            let due = try await due(contract, at: recorded.run)
            let first = Month(of: Self.scheme.scheme.effectiveFrom)
            for payer in Set(due.entries.map(\.payer) + said.entries.map(\.payer)) {
                for place in 0...max(0, month.index - first.index) {
                    let month = first.adding(place)
                    #expect(said[payer][month] == due[payer][month], "\(contract) \(month) \(payer) after run \(run)")
                }
            }
        }
    }

    /// Sets the clock, forwards only.
    func setClock(to instant: Instant) async throws {
        try await ServiceSandbox(clock: service.clock, owner: service.owner).setClock(to: instant)
    }

    /// A contract whose agent owes from April 2026 on: on parental leave, with a mandate for one account.
    func indebted(reference: String = "RUM-1", iban: String = OfficeUnderTest.iban) async throws -> ContractID {
        let contract = ContractID.new()
        let identity: JSON = ["bornOn": "1985-03-14", "identity": ["familyName": "Durand", "givenNames": "Camille"]]
        try await contracts.tell(.affiliate, .affiliation(["holder": identity]), of: contract)
        try await register(reference, iban: iban, of: contract)
        try await contracts.tell(.startTemporaryCessation, ["effectiveOn": "2026-04-01", "cause": "parentalLeave"], of: contract)
        return contract
    }

    /// Registers a mandate from March 2026 on.
    func register(
        _ reference: String, iban: String, of contract: ContractID, effectiveOn day: Day = "2026-03-01"
    ) async throws {
        let body: JSON = [
            "effectiveOn": .string(day.description), "iban": .string(iban), "mandateReference": .string(reference),
            "signedOn": "2026-03-01",
        ]
        try await contracts.tell(.registerMandate, body, of: contract)
    }

    /// So few that a run has several portions.
    static let portion = 5

    static let iban = "FR7630006000011234567890189"
    static let otherIBAN = "DE89370400440532013000"

    /// How many rows a table of runs has.
    func count(_ table: String) async throws -> Int {
        try await service.owner.withSession { try $0.one(SQL(unsafe: "SELECT count(*) FROM billing.\(table)"), as: Int.self) }
    }
}

/// Runs the body with an office on a database of its own.
///
/// - Parameters:
///   - makesRuns: false for an office that only accepts runs.
///   - served: schemes with parameters of money.
func withOffice(
    makesRuns: Bool = true, schemes served: [ServedScheme] = [OfficeUnderTest.scheme], _ body: (OfficeUnderTest) async throws -> Void
) async throws {
    let schemes = Schemes(served.map(\.scheme))
    try await withService(schemes: schemes) { service in
        let money = Dictionary(uniqueKeysWithValues: try served.map { ($0.scheme.name, try #require($0.money)) })
        let contracts = service.another(schemes: schemes, money: money)
        let portfolio = PortfolioUnderTest(service, schemes: contracts.schemes)
        let database = Database(try .service(url: service.url), connections: 5)
        let desk = RunDesk(
            database: database, commands: database, reads: database, streams: database, portfolio: portfolio.portfolio,
            contracts: contracts, money: money,
            digests: ["littoral-2026": "a1"], vault: service.vault, portion: OfficeUnderTest.portion)
        let following = Task {
            while !Task.isCancelled {
                try await portfolio.catchUp()
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        let running = makesRuns ? desk.running() : nil
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(OfficeUnderTest(service: service, contracts: contracts, portfolio: portfolio, desk: desk)))
        } catch {
            result = .failure(error)
        }
        running?.cancel()
        await running?.value
        following.cancel()
        _ = await following.result
        await contracts.drain()
        await database.shutdown()
        try result.get()
    }
}

extension RunDesk {
    /// Makes runs until the task is cancelled.
    func running() -> Task<Void, Never> { Task { await run(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) } }
}
