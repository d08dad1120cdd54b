import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Glibc
import JSON
import Postgres
import ServiceTesting
import Testing
import Vault

@testable import BillingService
@testable import ContractService
@testable import Portfolio

/// Runs on a real database.
@Suite(.timeLimit(.minutes(10))) struct RunTests {
    private func refused(_ rule: BillingRule, _ body: () async throws -> Void) async {
        await #expect(throws: BillingRefusal(rule)) { try await body() }
    }

    @Test func `a run calls a month; what is learnt later is adjusted, and all lines together are what is due`() async throws {
        try await withOffice { office in
            let told = try await ToldLives.tell(120, lives: 12, seed: 7, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            let first = try await office.run(.regular(month))
            #expect(first.run.number == 1 && first.run.month == month && first.state == .completed)
            try await office.expectConservation(told.contracts, after: first)
            // A catch-up right after a run is empty.
            let empty = try await office.run(.catchUp)
            #expect(empty.outcome?.figures == RunFigures())
            let more = try await ToldLives.tell(60, lives: 4, seed: 8, beginning: office.service.clock.now(), to: office.service)
            for contract in told.contracts.prefix(6) {
                _ = await office.contracts.outcome(.changeEmployer, ["effectiveOn": "2026-05-01", "employer": "B2"], of: contract)
            }
            let second = try await office.run(.regular(month.next))
            try await office.expectConservation(told.contracts + more.contracts, after: second)
            #expect(try #require(second.outcome).figures.adjusted != .zero)
            let third = try await office.run(.catchUp)
            #expect(third.outcome?.figures.lineCount == 0)
        }
    }

    @Test func `a dry run has the sums of the run, and writes nothing`() async throws {
        try await withOffice { office in
            _ = try await ToldLives.tell(60, lives: 8, seed: 3, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            let head = try await office.service.database.withSession { try EventLog.head(in: $0) }
            // A preview waits for the projections for ten seconds only.
            try await office.portfolio.portfolio.reaches(head.position, in: office.service.database)
            let (run, outcome) = try await office.desk.preview(RunOrder(scheme: "littoral-2026", .regular(month)))
            #expect(try await office.service.database.withSession { try EventLog.head(in: $0) } == head)
            for table in ["line", "prescribed", "held", "debit", "batch", "entry", "posting"] {
                #expect(try await office.count(table) == 0)
            }
            #expect(JSON.preview(run, outcome)["dryRun"] == true)
            let made = try await office.run(.regular(month))
            let actual = try #require(made.outcome)
            #expect(run.month == month && outcome.figures == actual.figures && outcome.figures.lineCount > 0)
            #expect(outcome.debited == actual.debited && outcome.held == actual.held && outcome.explanation == actual.explanation)
        }
    }

    @Test func `no later event bears the instant of a run, and facts told meanwhile are in the next run, not in both or in none`()
        async throws
    {
        try await withOffice { office in
            let told = try await ToldLives.tell(60, lives: 10, seed: 5, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            let hasEnded = Flag()
            // The clock stands still: all that is told now would bear one instant.
            let telling = Task {
                var count = 0
                repeat {
                    let body: JSON = ["effectiveOn": "2026-06-01", "employer": .string(["A1", "B2", "C3"][count % 3])]
                    _ = await office.contracts.outcome(.changeEmployer, body, of: told.contracts[count % told.contracts.count])
                    count += 1
                } while !hasEnded.isRaised
                return count
            }
            var runs = [try await office.run(.regular(month))]
            for _ in 0..<8 { runs.append(try await office.run(.catchUp)) }
            hasEnded.raise()
            #expect(await telling.value > 0)
            for recorded in runs {
                let later = try await office.service.database.withSession { session in
                    try session.one(
                        """
                        SELECT count(*) FROM log.event WHERE position > \(recorded.run.position)
                            AND recorded_at <= \(PostgresTimestamp(microsecondsSince1970: recorded.run.knownAt.microseconds))
                        """, as: Int.self)
                }
                #expect(later == 0)
                try await office.expectConservation(told.contracts, after: recorded)
            }
            try await office.expectConservation(told.contracts, after: try await office.run(.catchUp))
        }
    }

    @Test func `a run that is killed before its end leaves nothing, and another process makes it; meanwhile others are refused`()
        async throws
    {
        try await withOffice(makesRuns: false) { office in
            let told = try await ToldLives.tell(60, lives: 8, seed: 9, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            let (locked, release) = (Flag(), Flag())
            // The run writes its lines, and waits before its postings. Who reads does not wait.
            let holding = Task {
                try await office.service.owner.withSession { session in
                    try session.transaction { session in
                        try session.execute("LOCK TABLE billing.posting IN SHARE MODE")
                        locked.raise()
                        while !release.isRaised { usleep(5000) }
                    }
                }
            }
            while !locked.isRaised { try await Task.sleep(for: .milliseconds(5)) }
            let databases = try (0..<2).map { _ in Database(try .service(url: office.service.url), connections: 5) }
            let (first, second) = (office.another(databases[0]), office.another(databases[1]))
            let dying = first.running()
            let accepted = try await office.desk.submit(
                RunOrder(scheme: "littoral-2026", .regular(month)), by: "supervisor", patience: .zero)
            #expect(accepted.state == .open)
            var writer: Int?
            while writer == nil {
                writer = try await office.service.database.withSession { session in
                    try session.first(
                        """
                        SELECT w.pid::bigint FROM pg_locks w JOIN pg_locks own USING (pid)
                        WHERE w.relation = 'billing.posting'::regclass AND NOT w.granted AND own.locktype = 'advisory' AND own.granted
                        """, as: Int.self)
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            // The lines are written, and nobody sees them.
            func size() async throws -> Int {
                try await office.service.database.withSession { try $0.one("SELECT pg_relation_size('billing.line')", as: Int.self) }
            }
            #expect(try await size() > 0)
            #expect(try await office.desk.runs(knownAt: nil).map(\.state) == [.open])
            await refused(.runInProgress) { _ = try await office.desk.page(of: .lines, run: 1, knownAt: nil, after: nil) }
            await refused(.runInProgress) {
                _ = try await office.desk.submit(RunOrder(scheme: "littoral-2026", .catchUp), by: "supervisor")
            }
            // Another process does not make it too.
            try await second.makeNext()
            #expect(try await office.desk.run(1, knownAt: nil).state == .open)

            let killed = Int32(try #require(writer))
            #expect(try await office.service.owner.withSession { try $0.one("SELECT pg_terminate_backend(\(killed))", as: Bool.self) })
            dying.cancel()
            await dying.value
            release.raise()
            try await holding.value
            for table in ["line", "prescribed", "held", "debit", "batch", "entry", "posting"] {
                #expect(try await office.count(table) == 0)
            }
            #expect(try await office.desk.run(1, knownAt: nil).state == .open)

            let running = second.running()
            var made = try await office.desk.run(1, knownAt: nil)
            while made.state == .open {
                try await Task.sleep(for: .milliseconds(10))
                made = try await office.desk.run(1, knownAt: nil)
            }
            #expect(made.run == accepted.run && made.state == .completed)
            try await office.expectConservation(told.contracts, after: made)
            #expect(try await office.count("batch") == 1)
            #expect(try await office.run(.catchUp).outcome?.figures.lineCount == 0)
            running.cancel()
            await running.value
            for database in databases { await database.shutdown() }
        }
    }

    @Test func `a writer that gives up ends the reckoning, though parts wait for it`() throws {
        let queue = PartQueue()
        for _ in 0..<2 { try queue.put(RunPart()) }
        queue.close()
        #expect(throws: CancellationError.self) { try queue.put(RunPart()) }
    }

    @Test func `several offices make each run once`() async throws {
        try await withOffice { office in
            let told = try await ToldLives.tell(60, lives: 8, seed: 13, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            let database = Database(try .service(url: office.service.url), connections: 5)
            let other = office.another(database)
            let outcomes = await withTaskGroup(of: Result<RecordedRun, any Error>.self) { group in
                for desk in [office.desk, other, office.desk, other] {
                    group.addTask {
                        do {
                            return .success(
                                try await desk.submit(
                                    RunOrder(scheme: "littoral-2026", .regular(month)), by: "supervisor", patience: .seconds(300)))
                        } catch { return .failure(error) }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let made = outcomes.compactMap { try? $0.get() }
            #expect(made.count == 1)
            for case .failure(let error) in outcomes {
                let rule = (error as? BillingRefusal)?.rule
                #expect(rule == .runInProgress || rule == .runMonthAlreadyCalled, "\(error)")
            }
            try await office.expectConservation(told.contracts, after: try #require(made.first))
            await database.shutdown()
        }
    }

    @Test(arguments: [1 << 31, Int.max])
    func `a run with a number that no run can have is unknown, in a preview too`(number: Int) async throws {
        try await withOffice { office in
            let order = RunOrder(scheme: "littoral-2026", .cancelling(number))
            await refused(.runUnknown) { _ = try await office.desk.preview(order) }
            await refused(.runUnknown) { _ = try await office.run(.cancelling(number)) }
        }
    }

    @Test func `a run that cannot be made says why, and the event of a run has the digest of the scheme's file`() async throws {
        try await withOffice(makesRuns: false) { office in
            let order = RunOrder(scheme: "littoral-2026", .regular("2026-03"))
            let accepted = try await office.desk.submit(order, by: "supervisor", patience: .zero)
            #expect(accepted.schemeDigest == "a1" && office.desk.json(of: accepted)["failure"] == nil)
            let owner = office.service.owner
            try await owner.withSession { try $0.execute("REVOKE INSERT ON billing.batch FROM maintien_service") }
            await #expect(throws: (any Error).self) { try await office.desk.makeNext() }
            let open = try await office.desk.run(1, knownAt: nil)
            #expect(open.state == .open && office.desk.json(of: open)["failure"]?.string?.isEmpty == false)
            try await owner.withSession { try $0.execute("GRANT INSERT ON billing.batch TO maintien_service") }
            // Another process serves another file.
            let database = Database(try .service(url: office.service.url), connections: 5)
            let other = RunDesk(
                database: database, commands: database, reads: database, streams: database, portfolio: office.portfolio.portfolio,
                contracts: office.contracts,
                money: office.desk.office.money, digests: ["littoral-2026": "b2"], vault: office.service.vault)
            try await other.makeNext()
            let made = try await office.desk.run(1, knownAt: nil)
            #expect(made.schemeDigest == "a1" && made.outcome?.schemeDigest == "b2")
            #expect(office.desk.json(of: made)["failure"] == nil)
            await database.shutdown()
        }
    }

    @Test func `after a recovery, numbers begin another thousand, and what later releases say of runs is passed over`() async throws {
        try await withOffice { office in
            _ = try await office.contracts.affiliated()
            try await office.run(.regular("2026-03"))
            _ = try await office.service.owner.withSession { try EventLog.beginIncarnation(in: $0) }
            try await office.run(.catchUp)
            try await office.run(.cancelling(1001))
            let runs = try await office.desk.history().runs
            #expect(runs.map(\.run.number) == [1, 1001, 1002] && runs.map(\.state) == [.completed, .cancelled, .completed])
            await refused(.runUnknown) { _ = try await office.run(.cancelling(2)) }
            try await office.service.database.withSession { session in
                try session.execute("BEGIN")
                let (end, _) = try EventLog.holdEnd(in: session)
                var draft = Draft()
                draft.add(
                    Proposal(
                        contract: LogStream.runs.id, expectedVersion: try EventLog.version(of: LogStream.runs.id, in: session),
                        events: [NewEvent(type: "runAbandoned", schema: 1, payload: Array("{}".utf8))], recordedBy: "owner"))
                let now = office.service.clock.now().microseconds
                #expect(try EventLog.append(draft, on: .heldEnd(end), now: now, in: session) != nil)
            }
            #expect(try await office.run(.catchUp).run.number == 1003)
        }
    }

    @Test func `the same order under a key is the same run; another order under it is refused`() async throws {
        try await withOffice { office in
            _ = try await office.contracts.affiliated()
            let month: Month = "2026-03"
            let first = try await office.run(.regular(month), key: "k")
            #expect(try await office.run(.regular(month), key: "k").run == first.run)
            await #expect(throws: ServiceError.self) { try await office.run(.catchUp, key: "k") }
            await refused(.runMonthAlreadyCalled) { try await office.run(.regular(month), by: "another", key: "k") }
            #expect(try await office.desk.history().runs.count == 1)
        }
    }
}
