import CivilTime
import Contracts
import EventLog
import JSON
import Postgres
import ServiceTesting
import Synchronization
import Testing

@testable import ContractService

/// A round decides on what it has read, and on what it expects to append. What others append in between unsettles both.
@Suite(.timeLimit(.minutes(10))) struct DeskRoundTests {
    private static let spouse: JSON = [
        "beneficiary": "00000000-0000-4000-8000-000000000001", "relation": "spouse", "bornOn": "1986-01-01", "fiscallyDependent": true,
        "effectiveOn": "2026-09-01",
    ]
    private static let partner = spouse.with([
        "beneficiary": "00000000-0000-4000-8000-000000000002", "relation": "civilPartner", "effectiveOn": "2026-06-01",
    ])
    private static let end: JSON = ["lastDay": "2026-08-31", "reason": "resignation"]
    private static let suspension: JSON = ["effectiveOn": "2026-06-01", "cause": "studies", "income": "none"]

    @Test func `a round decides each command on those before it`() async throws {
        try await withRound { service, meanwhile, round in
            let (one, two) = (ContractID.new(), ContractID.new())
            let words = try await round([
                .init(one, .affiliate, .affiliation()), .init(one, .affiliate, .affiliation()), .init(one, .suspend, Self.suspension),
                .init(two, .suspend, Self.suspension),
                .init(one, .requestContinuation, ["suspensionFrom": "2026-06-01", "requestedOn": "2026-06-01"]),
                .init(two, .affiliate, .affiliation()),
                .init(one, .declarePay, ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 1], at: 3),
                .init(one, .declarePay, ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 1], at: 3),
            ])
            #expect(
                words == [
                    "accepted", "contract.alreadyAffiliated", "accepted", "contract.unknown", "accepted", "accepted", "accepted",
                    "at version 4",
                ])
            #expect(try await service.version(of: one) == 4)
            #expect(try await service.version(of: two) == 1)
        }
    }

    @Test func `a refusal that rested on a fact which did not come to be is decided again`() async throws {
        try await withRound { service, meanwhile, round in
            let contract = try await service.affiliated()
            meanwhile { try await service.tell(.endEmployment, Self.end, of: contract) }
            // The second partner is refused for the first, who is then refused for the end of employment.
            let words = try await round([.init(contract, .addBeneficiary, Self.spouse), .init(contract, .addBeneficiary, Self.partner)])
            #expect(words == ["contract.notInForce", "accepted"])
            #expect(try await service.types(of: contract) == ["affiliated", "employmentEnded", "beneficiaryAdded"])
        }
    }

    @Test func `a refusal for a version that did not come to be is decided again`() async throws {
        try await withRound { service, meanwhile, round in
            let contract = try await service.affiliated()
            meanwhile { try await service.tell(.endEmployment, Self.end, of: contract) }
            let words = try await round([
                .init(contract, .addBeneficiary, Self.spouse), .init(contract, .addBeneficiary, Self.partner, at: 1),
                .init(contract, .addBeneficiary, Self.partner, at: 2),
            ])
            #expect(words == ["contract.notInForce", "at version 2", "accepted"])
        }
    }

    @Test func `an acceptance that rested on a fact which did not come to be is taken back`() async throws {
        try await withRound { service, meanwhile, round in
            let contract = try await service.affiliated()
            meanwhile { try await service.tell(.endEmployment, ["lastDay": "2026-05-31", "reason": "death"], of: contract) }
            let words = try await round([
                .init(contract, .suspend, Self.suspension),
                .init(contract, .requestContinuation, ["suspensionFrom": "2026-06-01", "requestedOn": "2026-06-01"]),
            ])
            #expect(words == ["employment.notEmployed", "continuation.noSuspension"])
            #expect(try await service.types(of: contract) == ["affiliated", "employmentEnded"])
        }
    }

    @Test func `nobody can change again what is decided again`() async throws {
        try await withService { made in
            let (contract, bystander) = (try await made.contracts.affiliated(), ContractID.new())
            let changed = Mutex<Task<Void, any Error>?>(nil)
            let words = try await made.decide([.init(contract, .suspend, Self.suspension), .init(bystander, .affiliate, .affiliation())]) {
                point in
                let pay: JSON = ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 7]
                switch point {
                case .judged(attempt: 1): waiting { try await made.contracts.tell(.declarePay, pay, of: contract) }
                // The head is held: this one waits until the round is over.
                case .judged:
                    changed.withLock {
                        $0 = Task { _ = try await made.contracts.tell(.declarePay, pay.with(["grossMonthlyPayCents": 8]), of: contract) }
                    }
                case .loaded: break
                }
            }
            #expect(words == ["accepted", "accepted"])
            try await changed.withLock { $0 }?.value
            #expect(try await made.contracts.types(of: contract) == ["affiliated", "payDeclared", "suspended", "payDeclared"])
            #expect(try await made.contracts.version(of: bystander) == 1)
        }
    }

    @Test func `a key that another process takes in between gives its answer, or its mismatch`() async throws {
        try await withRound { service, meanwhile, round in
            let contract = try await service.affiliated()
            meanwhile {
                try await service.tell(.suspend, Self.suspension, of: contract, key: "same")
                try await service.tell(.declarePay, ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 1], of: contract, key: "other")
            }
            let words = try await round([
                .init(contract, .suspend, Self.suspension, key: "same"),
                .init(contract, .declarePay, ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 2], key: "other"),
                .init(contract, .resume, ["effectiveOn": "2026-07-01"], key: "own"),
            ])
            #expect(words == ["replayed", "mismatch", "accepted"])
            #expect(try await service.types(of: contract) == ["affiliated", "suspended", "payDeclared", "resumed"])
        }
    }

    @Test func `when an attempt fails nothing of it is recorded, and all are told so`() async throws {
        try await withService { made in
            let (contract, bystander) = (try await made.contracts.affiliated(), ContractID.new())
            try await made.contracts.tell(.suspend, Self.suspension, of: contract, key: "k")
            var configuration = try PostgresConfiguration.service(url: made.url)
            configuration.applicationName = "the round"
            let database = Database(configuration, connections: 1)
            // The key is known, and so a second attempt decides; there the server ends the connection.
            let told = [Told(bystander, .affiliate, .affiliation()), Told(contract, .suspend, Self.suspension, key: "k")]
            let words = try await made.decide(told, on: database) { point in
                guard case .loaded(attempt: 2) = point else { return }
                waiting {
                    _ = try await made.owner.withSession { session in
                        try session.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'the round'")
                    }
                }
            }
            await database.shutdown()
            #expect(words == ["unavailable", "unavailable"])
            #expect(await Outcome { try await made.contracts.version(of: bystander) }.word == "contract.unknown")
            #expect(try await made.contracts.types(of: contract) == ["affiliated", "suspended"])
        }
    }

    /// A command of a round.
    fileprivate struct Told {
        let submission: Submission

        init(_ contract: ContractID, _ command: CommandName, _ body: JSON, at version: Int? = nil, key: String? = nil) {
            submission = Submission(
                contract: contract, command: command, body: body, caller: "clerk", idempotencyKey: key,
                expectedVersion: version.map { .among([$0]) } ?? .any)
        }
    }

    /// Runs the body with another service on the same database, and with what decides commands in one round.
    ///
    /// What `meanwhile` is given happens once the commands are decided for the first time, and before they are appended.
    private func withRound(
        _ body: (
            _ other: ContractService, _ meanwhile: (@escaping @Sendable () async throws -> Void) -> Void,
            _ round: ([Told]) async throws -> [String]
        ) async throws -> Void
    ) async throws {
        try await withService { made in
            let happening = Mutex<(@Sendable () async throws -> Void)?>(nil)
            try await body(made.contracts, { body in happening.withLock { $0 = body } }) { told in
                try await made.decide(told) { point in
                    guard point == .judged(attempt: 1), let body = happening.withLock({ $0.take() }) else { return }
                    waiting(body)
                }
            }
        }
    }
}

extension ServiceUnderTest {
    /// Decides commands in one round, on a working set of its own that has followed the log so far.
    fileprivate func decide(
        _ told: [DeskRoundTests.Told], on database: Database? = nil, reached: @escaping @Sendable (DeskRound.Point) -> Void
    ) async throws -> [String] {
        let round = DeskRound(
            ledger: Ledger(schemes: .littoral, clock: clock),
            people: People(database: self.database, vault: vault, employers: .standard, noticePatience: .seconds(600)),
            announcer: Announcer(database: self.database), set: WorkingSet(facts: 1000), patience: .seconds(600), reached: reached)
        let tickets = try told.map { try Ticket($0.submission, people: round.people) }
        return try await (database ?? self.database).withSession { session in round.answers(to: tickets, in: session) }.map {
            Outcome($0).word
        }
    }
}

extension ContractService {
    /// The types of a contract's events, in order.
    func types(of contract: ContractID) async throws -> [String] {
        try await ask(.events, of: contract)["events"]?.array?.compactMap { $0["type"]?.string } ?? []
    }
}
