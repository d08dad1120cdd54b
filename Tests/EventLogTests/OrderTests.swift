import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// The order of the log when writers and readers meet. Nothing here sleeps: locks hold everyone where the test wants them.
@Suite(.timeLimit(.minutes(10)), .eitherWay) struct OrderTests {
    @Test(arguments: Obligation.allCases)
    func `the log keeps its obligations`(obligation: Obligation) async throws {
        try await withLog { log async throws in #expect(try await obligation.breach(by: log, in: log) == nil) }
    }

    @Test func `a log numbered by a sequence is seen to skip an event`() async throws {
        try await withLog { log in
            let store = try await SequenceStore(in: log)
            #expect(try await Obligation.whatIsAcceptedIsThere.breach(by: store, in: log) == nil)
        }
        try await withLog { log in
            let store = try await SequenceStore(in: log)
            #expect(try await Obligation.aReaderSkipsNothing.breach(by: store, in: log) == "a reader saw 1 of 2 events")
        }
    }

    @Test(arguments: Obligation.allCases)
    func `a store that does nothing keeps no obligation`(obligation: Obligation) async throws {
        try await withLog { log async throws in #expect(try await obligation.breach(by: DeafStore(), in: log) != nil) }
    }

    /// Under an order by transaction identifier a reader would get the second event of the contract first.
    @Test func `a transaction that began earlier and appends later comes later`() async throws {
        try await withLog { log in
            let contract = UUID()
            let gate = try await Gate.closed(in: log)
            async let elder: Void = log.service.withSession { session in
                try session.transaction { session in
                    try session.execute("SELECT pg_current_xact_id()")
                    try session.execute(Gate.pass)
                    let (head, _) = try #require(try session.pipeline([AppendStatement.lockingHead])[0].first)
                    var copy = FairCopy(of: Draft([.events(to: contract, at: 1)]), behind: head, now: 0)
                    _ = copy.add(0)
                    _ = try session.pipeline(copy.statements(ifHeadIsMoved: false))
                    try session.execute("UPDATE log.head SET position = \(copy.head.position), hash = \(copy.head.hash)")
                }
            }
            try await log.until { $0 == 1 }
            #expect(try await log.append(.events(to: contract, at: 0)).isAppended)
            try await gate.open()
            try await elder
            #expect(try await log.page().map(\.version) == [1, 2])
            let inverted = try await log.owner.withSession { session in
                try session.first(
                    """
                    SELECT second.xmin::text::bigint < first.xmin::text::bigint FROM log.event first, log.event second
                    WHERE first.version = 1 AND second.version = 2
                    """, as: Bool.self)
            }
            #expect(inverted == true)
        }
    }

    /// A boundary taken from one snapshot and events from another would cover an event that was not read, or skip one.
    @Test func `an event committed while a page is being read is not in it, and is in the next`() async throws {
        try await withLog { log in
            let contract = UUID()
            _ = try await log.append(.events(3, to: contract, at: 0))
            try await log.asOwner(readersStopAtTheSecondEvent)
            let gate = try await Gate.closed(in: log)
            async let page = log.page()
            async let history = log.events(of: contract)
            try await log.until { $0 == 2 }
            // The owner is above the policy, under which nothing can be copied in.
            let append: @Sendable (Session) throws -> Verdict = {
                try $0.append([.events(to: contract, at: 3)])[0]
            }
            #expect(try await log.owner.withSession(append).isAppended)
            try await gate.open()
            #expect(try await page.map(\.position) == [1, 2, 3])
            #expect(try await history.map(\.version) == [1, 2, 3])
            #expect(try await log.page(after: 3).map(\.position) == [4])
            // And what was decided on the history read is not accepted.
            #expect(try await log.owner.withSession(append) == .conflict(actualVersion: 4))
        }
    }

    /// A policy is evaluated for each row in turn, and so stops the statement in the middle of its work.
    private let readersStopAtTheSecondEvent = """
        CREATE FUNCTION wait_at_gate() RETURNS boolean LANGUAGE plpgsql VOLATILE
            AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN true; END';
        ALTER TABLE log.event ENABLE ROW LEVEL SECURITY;
        CREATE POLICY reading ON log.event FOR SELECT USING (position <> 2 OR wait_at_gate());
        CREATE POLICY adding ON log.event FOR INSERT WITH CHECK (true);
        """

    @Test func `a hole stops the reader, at once and by its position`() async throws {
        try await withLog { log in
            let contract = UUID()
            _ = try await log.append([.events(3, to: contract, at: 0), .events(2, to: UUID(), at: 0)])
            try await log.asOwner("SET session_replication_role = replica; DELETE FROM log.event WHERE position = 2")
            let inPage = await #expect(throws: LogDamage.self) { _ = try await log.page() }
            #expect(inPage?.position == 2)
            #expect(inPage?.kind == .missing)
            let inHistory = await #expect(throws: LogDamage.self) { _ = try await log.events(of: contract) }
            #expect(inHistory?.version == 3)
        }
    }

    @Test func `without its head the log takes nothing`() async throws {
        try await withLog { log in
            try await log.asOwner("DELETE FROM log.head")
            for alongside: [SQL] in [[], ["SELECT 1"]] {
                let proposal = Proposal.events(to: UUID(), at: 0, key: "k")
                let damage = await #expect(throws: LogDamage.self) { _ = try await log.append(proposal, alongside: alongside) }
                #expect(damage?.kind == .headMissing)
            }
            #expect(try await log.page().isEmpty)
        }
    }
}
