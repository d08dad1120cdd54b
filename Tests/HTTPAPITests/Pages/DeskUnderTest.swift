import Access
import Billing
import BillingService
import CivilTime
import ContractTesting
import Contracts
import Crypto
import DatabaseSchema
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import JSON
import Logging
import NIOCore
import Observability
import Postgres
import PostgresTesting
import ServiceTesting
import Vault

@testable import BackOffice
@testable import ContractService
@testable import HTTPAPI
@testable import Portfolio

/// The clerk's desk over a connection, on a service and a database of a test's own. Its clock stands still.
struct DeskUnderTest: Sendable {
    /// Every page and every form that is served.
    let pages: [Page]
    let contracts: ContractService
    let proposals: Proposals
    let signIn: BrowserSignIn
    let runs: RunDesk
    fileprivate let client: any TestClientProtocol
    fileprivate let database: Database
    fileprivate let rules: ProjectionRules
    fileprivate let sandbox: ServiceSandbox

    /// When a test begins: 12 July 2027, 10:00 in Paris.
    static let start = instant("2027-07-12T08:00:00Z")

    /// One caller of each role, a second clerk and a second supervisor. The token of each is its name.
    fileprivate static let callers: [String: Caller] = {
        var callers = [
            "clerk-2": Caller(id: "clerk-2", capacity: .staff([.clerk])),
            "supervisor-2": Caller(id: "supervisor-2", capacity: .staff([.supervisor])),
        ]
        for role in Role.allCases { callers[role.rawValue] = Caller(id: role.rawValue, capacity: RoleTests.capacity(role)) }
        return callers
    }()

    /// Asks for a page.
    ///
    /// - Parameter caller: a name of ``callers``; nil for nobody.
    func get(_ address: String, as caller: String? = "clerk", headers: HTTPFields = [:]) async throws -> Reply {
        try await send(.get, address, as: caller, headers: headers)
    }

    /// Sends a form.
    func post(
        _ address: String, _ form: KeyValuePairs<String, String> = [:], as caller: String? = "clerk", headers: HTTPFields = [:]
    ) async throws -> Reply {
        try await post(address, form.map { ($0.key, $0.value) }, as: caller, headers: headers)
    }

    /// Sends the fields of a form.
    func post(
        _ address: String, _ fields: [(name: String, value: String)], as caller: String? = "clerk", headers: HTTPFields = [:]
    ) async throws -> Reply {
        let body = fields.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
        return try await send(.post, address, as: caller, body, headers: headers)
    }

    /// Sends a request as a browser does.
    func send(
        _ method: HTTPRequest.Method, _ address: String, as caller: String?, _ body: String? = nil, headers: HTTPFields = [:]
    ) async throws -> Reply {
        var all = headers
        all[.accept] = "text/html"
        if let caller { all[.authorization] = "Bearer \(caller)" }
        if body != nil, all[.contentType] == nil { all[.contentType] = "application/x-www-form-urlencoded" }
        return try await client.execute(uri: address, method: method, headers: all, body: body.map { ByteBuffer(string: $0) }) { Reply($0) }
    }

    /// Records a command, as a clerk does through the routes.
    @discardableResult
    func tell(_ command: CommandName, _ body: JSON, of contract: ContractID, by caller: String = "clerk") async throws -> Int {
        try await contracts.submit(Submission(contract: contract, command: command, body: body, caller: caller)).version
    }

    /// A new contract of Camille Durand, affiliated from 1 May 2026 on.
    func affiliated(familyName: String = "Durand", givenNames: String = "Camille") async throws -> ContractID {
        let contract = ContractID(UUID())
        try await tell(
            .affiliate,
            [
                "scheme": "fpe-education-2026", "effectiveOn": "2026-05-01", "employer": "0750001A", "option": "base",
                "grossMonthlyPayCents": 250_000, "employment": ["kind": "civilServant", "startedOn": "2019-09-01"],
                "holder": ["bornOn": "1985-03-14", "identity": ["familyName": .string(familyName), "givenNames": .string(givenNames)]],
            ], of: contract)
        return contract
    }

    /// How many events a contract has.
    func version(of contract: ContractID) async throws -> Int {
        try await contracts.record(of: contract, knownAt: .now).present.version
    }

    /// Sets the clock.
    func set(_ now: Instant) async throws { try await sandbox.setClock(to: now) }

    /// Projects what was recorded: pages about all contracts then know of it.
    func project() async throws {
        let projector = Projector(rules: rules)
        while true {
            if case .idle = try await database.withSession({ try projector.step(.current, limit: 1000, in: $0) }) { return }
        }
    }
}

/// Runs the body with a desk whose clock stands at `now`.
///
/// - Parameter money: the parameters of money of the schemes that have them: then runs are made.
func withDesk<T: Sendable>(
    at now: Instant = DeskUnderTest.start, money: [String: MoneyParameters] = [:], _ change: (inout Configuration) -> Void = { _ in },
    _ body: @escaping @Sendable (DeskUnderTest) async throws -> T
) async throws -> T {
    try await withServiceDatabase { made in
        let database = Database(try .service(url: made.url), connections: 4)
        var people = try PostgresConfiguration.service(url: made.url)
        people.role = "maintien_people"
        let readings = Database(people, connections: 2)
        let owner = Database(made.configuration, connections: 1)
        let vault = try await database.withSession { try Vault.open(.random(), in: $0) }
        let clock = SandboxClock()
        let schemes = Schemes(try SchemeFile.all.map { try SchemeReader.read($0.bytes).scheme })
        let rules = ProjectionRules(schemes: schemes, digest: [1])
        let contracts = ContractService(
            commands: database, reads: database, vault: vault, schemes: schemes, money: money, clock: clock, patience: .seconds(600))
        let portfolio = Portfolio(streams: database, pages: database, rules: rules, clock: clock)
        let billing = Database(try .service(url: made.url), connections: 5)
        let runs = RunDesk(
            database: billing, commands: database, reads: database, streams: database, portfolio: portfolio, contracts: contracts,
            money: money, digests: [:], vault: vault)
        let making = money.isEmpty ? nil : Task { await runs.run(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) }
        let accessLog = AccessLog(database: readings, patience: .seconds(600))
        let proposals = Proposals(database: readings) { clock.now().microseconds }
        let sandbox = ServiceSandbox(clock: clock, owner: owner)
        try await sandbox.setClock(to: now)

        var configuration = Configuration(tokens: try Tokens(DeskUnderTest.callers))
        configuration.port = 0
        configuration.accessLog = accessLog
        configuration.proposals = proposals
        configuration.sandbox = sandbox
        configuration.callerLimits = CallerLimits(requests: .unlimited, searches: .unlimited, people: .unlimited, alarm: .max)
        change(&configuration)
        let office = BackOffice(
            service: contracts, portfolio: portfolio, runs: runs, accessLog: accessLog, limits: configuration.callerLimits,
            employers: configuration.employers, key: SymmetricKey(size: .bits256), paperKey: PaperKey(SymmetricKey(size: .bits256)),
            sandbox: sandbox, proposals: proposals, fourEyes: configuration.fourEyes)
        var served = office
        served.proposalDesk = ProposalDesk(service: contracts, proposals: proposals)
        let application = try buildApplication(
            configuration, service: contracts, portfolio: portfolio, runs: money.isEmpty ? nil : runs, pages: office,
            registry: PrometheusRegistry(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (pages, signIn) = (served.pages, configuration.signIn)
        // Whatever the body throws, runs end and connections close.
        let result: Result<T, any Error>
        do {
            result = .success(
                try await application.test(.live) { client in
                    try await body(
                        DeskUnderTest(
                            pages: pages, contracts: contracts, proposals: proposals, signIn: signIn, runs: runs, client: client,
                            database: database,
                            rules: rules, sandbox: sandbox))
                })
        } catch {
            result = .failure(error)
        }
        making?.cancel()
        await making?.value
        await contracts.drain()
        for pool in [database, readings, owner, billing] { await pool.shutdown() }
        return try result.get()
    }
}
