import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// An append at an end of the log is one when the log ends there and all that was assumed is so, and nothing when not.
@Suite(.timeLimit(.minutes(10)), .eitherWay) struct AppendBasisTests {
    @Test func `at its end the log takes a draft, and the next at the end that it came to`() async throws {
        try await withLog { log async throws in
            let (contract, other) = (UUID(), UUID())
            let first = try #require(try await log.append([.events(to: contract, at: 0, key: "a")], at: .empty))
            let second = try #require(
                try await log.append([.events(2, to: other, at: 0, key: "b"), .events(to: contract, at: 1)], at: first.end))
            #expect(second.receipts.map(\.position) == [3, 4])
            #expect(second.receipts.map(\.versions) == [1...2, 2...2])
            #expect(try await log.service.withSession { try EventLog.head(in: $0) } == second.end)
            #expect(try await EventLog.verify(log.service).position == 4)
            let kept = try await log.service.withSession { try EventLog.answers(under: ["a", "b"], in: $0) }
            #expect(kept.mapValues(\.receipt.position) == ["a": 1, "b": 3])
        }
    }

    enum Wrong: CaseIterable, CustomTestStringConvertible {
        case position, hash, instant, otherAppended, contract, assumedContract, key, assumedKey, clock

        var testDescription: String { "\(self)" }
    }

    @Test(arguments: Wrong.allCases) func `on a wrong basis nothing is recorded, and the session is free for the next`(_ wrong: Wrong)
        async throws
    {
        try await withLog(isSandbox: false) { log async throws in
            let known = UUID()
            var end = try #require(try await log.append([.events(to: known, at: 0, key: "known")], at: .empty, now: .present)).end
            let right = end
            var proposal = Proposal.events(to: UUID(), at: 0, key: "new")
            var assumptions = Assumptions()
            var now = Int64.present
            switch wrong {
            case .position: end.position += 1
            case .hash: end.hash[0] ^= 1
            case .instant: end.recordedAt = end.recordedAt.map { $0 + 1 }
            case .otherAppended: _ = try await log.append(.events(to: UUID(), at: 0), now: .present)
            case .contract: proposal = .events(to: known, at: 0)
            case .assumedContract: assumptions.emptyContracts = [known]
            case .key: proposal = .events(to: UUID(), at: 0, key: "known")
            case .assumedKey: assumptions.unknownKeys = ["known"]
            case .clock: now += 3600 * 1_000_000
            }
            let before = try await log.page()
            #expect(try await log.append([proposal], at: end, assuming: assumptions, now: now) == nil)
            #expect(try await log.page() == before)
            #expect(try await log.service.withSession { try EventLog.answers(under: ["new"], in: $0) }.isEmpty)
            #expect(try await EventLog.verify(log.service).position == Int64(before.count))
            if wrong != .otherAppended {
                #expect(try await log.append([.events(to: UUID(), at: 0, key: "new")], at: right, now: .present) != nil)
            }
        }
    }

    @Test func `a draft without rows confirms the end, and what is assumed`() async throws {
        try await withLog { log async throws in
            let contract = UUID()
            let end = try #require(try await log.append([.events(to: contract, at: 0, key: "known")], at: .empty)).end
            #expect(try await log.append([], at: end)?.end == end)
            #expect(try await log.append([.events(0, to: contract, at: 1)], at: end)?.receipts.map(\.version) == [1])
            #expect(try await log.append([], at: .empty) == nil)
            #expect(try await log.append([], at: end, assuming: Assumptions(emptyContracts: [UUID()], unknownKeys: ["new"])) != nil)
            #expect(try await log.append([], at: end, assuming: Assumptions(emptyContracts: [contract])) == nil)
            #expect(try await log.append([], at: end, assuming: Assumptions(unknownKeys: ["known"])) == nil)
        }
    }

    @Test func `what the log refuses is recorded in no part`() async throws {
        try await withLog { log async throws in
            let end = try #require(try await log.append([.events(to: UUID(), at: 0)], at: .empty)).end
            try await log.asOwner("ALTER TABLE log.event ADD CHECK (recorded_by <> 'nobody')")
            await #expect(throws: PostgresError.self) {
                try await log.append([.events(to: UUID(), at: 0, key: "k", by: "nobody")], at: end)
            }
            #expect(try await EventLog.verify(log.service).position == 1)
            #expect(try await log.service.withSession { try EventLog.answers(under: ["k"], in: $0) }.isEmpty)
            #expect(try await log.append([.events(to: UUID(), at: 0, key: "k")], at: end) != nil)
        }
    }

    @Test func `of several processes at one end exactly one is right each time, and nothing is lost or doubled`() async throws {
        try await withLog(connections: 6) { log async throws in
            let accepted = try await withThrowingTaskGroup { group in
                for _ in 0..<6 {
                    group.addTask {
                        var positions: [Int64] = []
                        while positions.count < 30 {
                            let end = try await log.service.withSession { try EventLog.head(in: $0) }
                            if let appended = try await log.append([.events(to: UUID(), at: 0)], at: end) {
                                positions += appended.receipts.map(\.position)
                            }
                        }
                        return positions
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(accepted.sorted() == (1...180).map { Int64($0) })
            #expect(try await EventLog.verify(log.service).position == 180)
        }
    }

    @Test func `while the head is held nobody else appends, until the append or the release`() async throws {
        try await withLog { log async throws in
            let contract = UUID()
            for releases in [false, true] {
                let gate = try await Gate.closed(in: log)
                let version = releases ? 2 : 0
                async let held = log.service.withSession { session in
                    let look = try EventLog.look(
                        LogQuery(behind: nil, atMost: 0, with: [contract]), keys: [], holdingHead: true, in: session
                    ) { $0.version }
                    #expect(look.tail.histories[contract]?.count == version)
                    _ = try session.execute(Gate.pass)
                    if releases {
                        try EventLog.release(in: session)
                    } else {
                        _ = try EventLog.append(
                            Draft([.events(to: contract, at: 0)], copyingFrom: EitherWay.copyingFrom), on: .heldEnd(look.tail.end), now: 0,
                            in: session)
                    }
                    #expect(session.isFit)
                }
                try await log.until { $0 == 1 }
                async let other = log.append(.events(to: contract, at: 1 + version))
                try await log.until { $0 == 2 }
                try await gate.open()
                try await held
                #expect(try await other.isAppended == !releases)
            }
            #expect(try await EventLog.verify(log.service).position == 2)
        }
    }

    @Test func `of appends at each other's heels the first is announced with its commit, and the others before long`() async throws {
        try await withLog { log async throws in
            let announcer = Announcer(database: log.service, patience: .seconds(600))
            var hints = log.service.notifications(on: EventLog.channel).makeAsyncIterator()
            _ = await hints.next()
            let begun = ContinuousClock.now
            #expect(announcer.isDue(at: begun))
            #expect(!announcer.isDue(at: begun + .milliseconds(9)))
            // Nobody else announces: were these not, nothing would come.
            for _ in 0..<3 { announcer.announceLater() }
            #expect(await hints.next()?.channel == EventLog.channel)
            // Each is told of, at once or as one that followed too closely.
            var end = Head.empty
            for _ in 0..<10 {
                end = try #require(try await log.append([.events(to: UUID(), at: 0)], at: end, announcer: announcer)).end
                #expect(await hints.next()?.channel == EventLog.channel)
            }
        }
    }
}

/// The tail of a log behind an end that a process knows.
@Suite(.timeLimit(.minutes(10))) struct LogTailTests {
    @Test func `it has all that came behind a known end, and histories through its own end`() async throws {
        try await withLog { log async throws in
            let (one, other) = (UUID(), UUID())
            _ = try await log.append([.events(2, to: one, at: 0), .events(to: other, at: 0)])
            let known = try await log.service.withSession { try EventLog.head(in: $0) }
            _ = try await log.append([.events(2, to: one, at: 2)])
            let tail = try await log.tail(behind: known, atMost: 10, with: [one, UUID()])
            #expect(tail.events == (try await log.page(after: 3)))
            #expect(tail.end.position == 5)
            #expect(tail.histories.values.map { $0 }.sorted { $0.count < $1.count } == [[], [1, 2, 3, 4]])
            #expect(try await log.tail(behind: tail.end, atMost: 10).events == [])
            #expect(try await log.tail(behind: .empty, atMost: 5).events?.count == 5)
        }
    }

    @Test func `behind an end of another log, and where it is too long, there is none`() async throws {
        try await withLog { log async throws in
            _ = try await log.append([.events(5, to: UUID(), at: 0)])
            let end = try await log.service.withSession { try EventLog.head(in: $0) }
            let at3 = try #require(try await log.page().first { $0.position == 3 })
            var others = [end, Head(position: 3, hash: at3.hash, recordedAt: at3.recordedAt)]
            for place in others.indices { others[place].hash[7] ^= 1 }
            others.append(Head(position: 9, hash: end.hash, recordedAt: end.recordedAt))
            for other in others {
                let tail = try await log.tail(behind: other, atMost: 10)
                #expect(tail.events == nil)
                #expect(tail.end == end)
            }
            #expect(try await log.tail(behind: nil, atMost: 10).events == nil)
            #expect(try await log.tail(behind: .empty, atMost: 4).events == nil)
        }
    }
}

extension LogUnderTest {
    /// Appends at an end of the log.
    @discardableResult fileprivate func append(
        _ proposals: [Proposal], at end: Head, assuming assumptions: Assumptions = Assumptions(), now: Int64 = 0,
        announcer: Announcer? = nil
    ) async throws -> Appended? {
        try await service.withSession { session in
            let appended = try EventLog.append(
                Draft(proposals, copyingFrom: EitherWay.copyingFrom), on: .end(end, assumptions), now: now, announcer: announcer,
                in: session)
            #expect(session.isFit)
            return appended
        }
    }

    fileprivate func tail(behind known: Head?, atMost limit: Int, with contracts: [UUID] = []) async throws -> LogTail<Int> {
        try await service.withSession { session in
            try EventLog.tail(LogQuery(behind: known, atMost: limit, with: contracts), in: session) { $0.version }
        }
    }
}
