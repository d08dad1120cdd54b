import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// No process records anything by a clock that is not the database's, nor behind an end of the log that is in the future.
@Suite(.timeLimit(.minutes(10))) struct ClockTests {
    private static let second: Int64 = 1_000_000
    private static let tenYears: Int64 = 3650 * 86_400

    /// A clock, and where the log ends: both by the number of seconds that they are ahead of the database's clock.
    struct Case: Sendable, CustomTestStringConvertible {
        var clock: Int64 = 0
        var end: Int64 = -10
        /// What the owner has accepted.
        var acceptedOffset: Int64 = 0
        var acceptedEnd: Int64?
        let isRecorded: Bool

        var testDescription: String {
            "clock \(clock) s, end \(end) s, accepted \(acceptedOffset) s and \(acceptedEnd.map { "\($0) s" } ?? "no end")"
        }

        static let all = [
            Case(isRecorded: true), Case(clock: 30, isRecorded: true), Case(clock: -30, isRecorded: true),
            Case(clock: 600, isRecorded: false), Case(clock: -600, isRecorded: false), Case(clock: tenYears, isRecorded: false),
            Case(clock: -tenYears, isRecorded: false), Case(clock: -60 * tenYears, isRecorded: false),
            Case(end: 30, isRecorded: true), Case(end: 600, isRecorded: false), Case(end: tenYears, isRecorded: false),
            Case(clock: tenYears, end: tenYears, isRecorded: false),
            Case(end: 600, acceptedEnd: 600, isRecorded: true), Case(end: 600, acceptedEnd: 500, isRecorded: false),
            Case(clock: 600, end: 600, acceptedEnd: 600, isRecorded: false),
            Case(clock: 600, acceptedOffset: 600, isRecorded: true), Case(clock: 0, acceptedOffset: 600, isRecorded: false),
            Case(clock: 600, end: 610, acceptedOffset: 600, isRecorded: true),
            Case(clock: -600, end: -610, acceptedOffset: -600, isRecorded: true),
            Case(clock: -600, end: 0, acceptedOffset: -600, isRecorded: false),
        ]
    }

    @Test(arguments: Case.all, [true, false])
    func `the append decides, at a known end as while the head is held`(one: Case, isHeld: Bool) async throws {
        try await withLog(isSandbox: false) { log async throws in
            _ = try await log.append(.events(to: UUID(), at: 0), now: .present)
            let now = Int64.present
            @Sendable func instant(_ seconds: Int64) -> PostgresTimestamp {
                PostgresTimestamp(microsecondsSince1970: now + seconds * Self.second)
            }
            _ = try await log.owner.withSession { session in
                try session.execute(
                    """
                    UPDATE log.head SET recorded_at = \(instant(one.end)), clock_offset = \(one.acceptedOffset) * interval '1 s',
                        accepted_until = \(one.acceptedEnd.map(instant))
                    """)
            }
            let proposal = Proposal.events(to: UUID(), at: 0)
            let clock = now + one.clock * Self.second
            do {
                let isRecorded = try await log.service.withSession { session in
                    if isHeld { return try session.append([proposal], now: clock)[0].isAppended }
                    let end = try EventLog.head(in: session)
                    return try EventLog.append(Draft([proposal]), on: .end(end, Assumptions()), now: clock, in: session) != nil
                }
                #expect(isRecorded == one.isRecorded)
            } catch is ClockFault { #expect(!one.isRecorded && isHeld) }
            #expect(try await log.page().count == (one.isRecorded ? 2 : 1))
            // The session is free for the next.
            let fault = try await log.service.withSession { try EventLog.look(in: $0).clock.fault(at: clock) }
            #expect((fault == nil) == one.isRecorded)
        }
    }

    @Test func `a sandbox takes any time, and a made-up history has its own`() async throws {
        try await withLog { log async throws in
            for now in [-Self.tenYears, 0, 60 * Self.tenYears] {
                #expect(try await log.append(.events(to: UUID(), at: 0), now: now * Self.second).isAppended)
            }
        }
        try await withLog(isSandbox: false) { log async throws in
            let appended = try await log.service.withSession {
                try EventLog.append([.events(to: UUID(), at: 0)], behind: .empty, madeUpAt: 7, in: $0)
            }
            #expect(appended?.receipts.map(\.recordedAt) == [7])
        }
    }

    @Test func `the owner accepts an end in the future: what comes is recorded at that instant, and no further end is taken`() async throws
    {
        try await withLog(isSandbox: false) { log async throws in
            let end = Int64.present + Self.tenYears * Self.second
            // Only the owner can still bring a log there.
            _ = try await log.owner.withSession {
                try EventLog.append([.events(to: UUID(), at: 0)], behind: EventLog.head(in: $0), madeUpAt: end, in: $0)
            }
            await #expect(throws: ClockFault.self) { try await log.append(.events(to: UUID(), at: 0), now: .present) }
            await #expect(throws: PostgresError.self) {
                try await log.service.withSession { try EventLog.acceptClock({ .present }, in: $0) }
            }
            let accepted = try await log.owner.withSession { try EventLog.acceptClock({ .present }, in: $0) }
            #expect(accepted == EventLog.AcceptedClock(offset: 0, end: end))
            #expect(try await log.append(.events(to: UUID(), at: 0), now: .present).receipt?.recordedAt == end)
            await #expect(throws: ClockFault.self) { try await log.append(.events(to: UUID(), at: 0), now: end) }
            _ = try await log.owner.withSession {
                try EventLog.append([.events(to: UUID(), at: 0)], behind: EventLog.head(in: $0), madeUpAt: end + 1, in: $0)
            }
            await #expect(throws: ClockFault.self) { try await log.append(.events(to: UUID(), at: 0), now: .present) }
        }
    }

    @Test func `the owner accepts another clock as the log's, until the database's own is accepted again`() async throws {
        try await withLog(isSandbox: false) { log async throws in
            let hour = 3600 * Self.second
            let accepted = try await log.owner.withSession { try EventLog.acceptClock({ .present + hour }, in: $0) }
            #expect((hour - 30 * Self.second...hour + 30 * Self.second).contains(accepted.offset) && accepted.end == nil)
            #expect(try await log.append(.events(to: UUID(), at: 0), now: .present + hour).isAppended)
            await #expect(throws: ClockFault.self) { try await log.append(.events(to: UUID(), at: 0), now: .present) }
            let again = try await log.owner.withSession { try EventLog.acceptClock({ .present }, in: $0) }
            #expect(again.offset == 0 && again.end != nil)
            #expect(try await log.append(.events(to: UUID(), at: 0), now: .present).isAppended)
        }
    }

    @Test func `a look that takes long makes no offset`() {
        let clock = LogClock(now: 1000, lastRecordedAt: nil, acceptedUntil: nil, isSandbox: false)
        #expect([0...2000, 1000...1000, 400...900, 1200...1900].map { clock.offset(of: $0) } == [0, 0, -100, 200])
        #expect(
            clock.fault(at: .max) != nil && clock.fault(at: .min) != nil && clock.fault(at: 60_001_000) == nil
                && clock.fault(at: 60_001_001) != nil)
    }
}
