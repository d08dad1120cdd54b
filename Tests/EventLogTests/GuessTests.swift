import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// An append on a guess is one when the guess is right, and nothing when it is wrong.
@Suite(.timeLimit(.minutes(10))) struct GuessTests {
    @Test func `without an append of one's own there is nothing to guess by`() async throws {
        try await withLog { log async throws in
            let process = Process(log)
            #expect(try await process.guess(.events(to: UUID(), at: 0)) == nil)
            #expect(try await log.page().isEmpty)
        }
    }

    @Test func `a right guess is recorded, and is what the next one goes by`() async throws {
        try await withLog { log async throws in
            let (process, contract, other) = (Process(log), UUID(), UUID())
            try await process.begin()
            #expect(try await process.guess(.events(to: contract, at: 0, key: "a"))?.receipt?.position == 2)
            #expect(try await process.guess(.events(2, to: other, at: 0, key: "b"))?.receipt?.position == 4)
            // A contract that was seen, as it was left.
            #expect(try await process.guess(.events(to: contract, at: 1), seen: true)?.receipt?.position == 5)
            #expect(try await log.events(of: contract).map(\.version) == [1, 2])
            #expect(try await EventLog.verify(log.service).position == 5)
            let kept = try await log.service.withSession { try EventLog.lookUp([], keys: ["a", "b"], in: $0).answers }
            #expect(kept.mapValues(\.receipt.position) == ["a": 2, "b": 4])
        }
    }

    @Test(arguments: Wrong.allCases) func `a wrong guess records nothing, and is told`(_ wrong: Wrong) async throws {
        try await withLog { log async throws in
            let (process, contract) = (Process(log), UUID())
            try await process.begin()
            switch wrong {
            case .contract: try await process.tell(.events(to: contract, at: 0))
            case .key: try await process.tell(.events(to: UUID(), at: 0, key: "known"))
            case .head: #expect(try await log.append(.events(to: UUID(), at: 0)).isAppended)
            }
            let before = try await log.page()
            #expect(try await process.guess(.events(to: contract, at: 0, key: "known")) == nil)
            #expect(try await log.page() == before)
            #expect(try await EventLog.verify(log.service).position == Int64(before.count))
            // What follows is not disturbed.
            try await process.tell(.events(to: UUID(), at: 0))
            #expect(try await process.guess(.events(to: UUID(), at: 0)) != nil)
        }
    }

    enum Wrong: CaseIterable { case contract, key, head }

    @Test func `a key that only a refusal rests on counts`() async throws {
        try await withLog { log async throws in
            let process = Process(log)
            try await process.begin()
            try await process.tell(.events(to: UUID(), at: 0, key: "known"))
            #expect(try await process.guess(.events(to: UUID(), at: 0), keys: ["known"]) == nil)
        }
    }

    @Test func `what the log refuses is recorded in no part`() async throws {
        try await withLog { log async throws in
            let process = Process(log)
            try await process.begin()
            try await log.asOwner("ALTER TABLE log.event ADD CHECK (recorded_by <> 'nobody')")
            await #expect(throws: PostgresError.self) { try await process.guess(.events(to: UUID(), at: 0, key: "k", by: "nobody")) }
            #expect(try await EventLog.verify(log.service).position == 1)
            #expect(try await log.service.withSession { try EventLog.lookUp([], keys: ["k"], in: $0).answers }.isEmpty)
            // Whether the log ends where it did is not known any more.
            #expect(try await process.guess(.events(to: UUID(), at: 0)) == nil)
        }
    }

    @Test func `of several processes that guess at once every one is right or told, and nothing is lost or doubled`() async throws {
        try await withLog(connections: 6) { log async throws in
            let contracts = (0..<200).map { _ in UUID() }
            let accepted = try await withThrowingTaskGroup { group in
                for process in (0..<2).map({ _ in Process(log) }) {
                    for _ in 0..<3 {
                        group.addTask {
                            var accepted: [Int64] = []
                            for contract in contracts {
                                let proposal = Proposal.events(to: contract, at: 0)
                                var verdict = try await process.guess(proposal)
                                if verdict == nil { verdict = try await process.tell(proposal) }
                                if let verdict, verdict.isAppended, let receipt = verdict.receipt { accepted.append(receipt.position) }
                            }
                            return accepted
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(accepted.sorted() == (1...200).map { Int64($0) })
            #expect(try await EventLog.verify(log.service).position == 200)
        }
    }

    @Test func `a turn taken with what is read holds till its append, and without one ends too`() async throws {
        try await withLog { log async throws in
            let (contract, own) = (UUID(), OwnStretch())
            let gate = try await Gate.closed(in: log)
            async let held = log.service.withSession { session in
                let looked = try EventLog.lookUp([contract], keys: [], takingTurn: true, in: session)
                _ = try session.execute(Gate.pass)
                let known = LookedUp(at: looked.position...looked.position, own: own, turn: looked.turn)
                return try EventLog.append(Draft([.events(to: contract, at: 0)]), now: 0, known: known, in: session)[0]
            }
            try await log.until { $0 == 1 }
            async let other = log.append(.events(to: UUID(), at: 0))
            async let mine = log.append(.events(to: contract, at: 0))
            try await log.until { $0 == 3 }
            try await gate.open()
            #expect(try await held.receipt?.position == 1)
            #expect(try await other.isAppended)
            #expect(try await mine == .conflict(actualVersion: 1))
            try await log.service.withSession { session in
                let looked = try EventLog.lookUp([contract], keys: [], takingTurn: true, in: session)
                #expect(looked.histories[contract]?.count == 1)
                let known = LookedUp(at: looked.position...looked.position, own: own, turn: looked.turn)
                #expect(try EventLog.append(Draft(), now: 0, known: known, in: session).isEmpty)
                #expect(session.isFit)
            }
            #expect(try await EventLog.verify(log.service).position == 2)
        }
    }

    @Test func `of appends at each other's heels the first is announced with its commit, and the others before long`() async throws {
        try await withLog { log async throws in
            let process = Process(log)
            var hints = log.service.notifications(on: EventLog.channel).makeAsyncIterator()
            _ = await hints.next()
            #expect(process.announcer.isDue())
            #expect(!process.announcer.isDue())
            // Nobody else announces: were these not, nothing would come.
            for _ in 0..<3 { process.announcer.announceLater() }
            #expect(await hints.next()?.channel == EventLog.channel)
            // Each is told of, at once or as one that followed too closely.
            for _ in 0..<10 {
                try await process.tell(.events(to: UUID(), at: 0))
                #expect(await hints.next()?.channel == EventLog.channel)
            }
        }
    }

    @Test func `what was looked at in a log that ends before is of another log, and no guess`() async throws {
        try await withLog { log async throws in
            let (process, contract) = (Process(log), UUID())
            try await process.begin()
            #expect(try await process.guess(.events(to: contract, at: 0), lookedAt: 7) == nil)
            #expect(try await process.guess(.events(to: contract, at: 0), lookedAt: 1) != nil)
        }
    }
}

/// A process that appends to a log.
private struct Process: Sendable {
    let own = OwnStretch()
    let announcer: Announcer
    private let log: LogUnderTest

    init(_ log: LogUnderTest) {
        self.log = log
        announcer = Announcer(database: log.service)
    }

    /// Appends for the first time.
    func begin() async throws { try await tell(.events(to: UUID(), at: 0)) }

    /// Appends what nothing was looked up for.
    @discardableResult func tell(_ proposal: Proposal) async throws -> Verdict {
        try await log.service.withSession { session in
            let known = LookedUp(at: -1 ... -1, own: own)
            return try EventLog.append(Draft([proposal]), now: 0, known: known, announcer: announcer, in: session)[0]
        }
    }

    /// - Parameter seen: whether the contract was looked at, where the log ends.
    func guess(_ proposal: Proposal, keys: [String]? = nil, seen: Bool = false, lookedAt: Int64? = nil) async throws -> Verdict? {
        try await log.service.withSession { session in
            let position = seen ? try EventLog.head(in: session).position : lookedAt
            return try EventLog.append(
                Draft([proposal]), now: 0, guessing: seen ? [] : [proposal.contract],
                keys: keys ?? (proposal.idempotency.map { [$0.key] } ?? []),
                known: LookedUp(at: position.map { $0...$0 }, own: own), announcer: announcer, in: session)?[0]
        }
    }
}
