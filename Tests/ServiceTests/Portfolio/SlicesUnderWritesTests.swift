import CivilTime
import Contracts
import EventLog
import JSON
import Postgres
import RandomTesting
import Synchronization
import Testing

@testable import ContractService
@testable import Portfolio

/// Answers are read in slices while facts are recorded, a person is erased, the follower lags and the projections are replaced.
@Suite(.timeLimit(.minutes(10))) struct SlicesUnderWritesTests {
    private static let questions: [PortfolioQuestion] = [
        .coverage(on: "2026-06-15", employer: nil, state: nil), .cotisations(month: "2026-06", employer: nil),
        .coverage(on: "2026-06-15", employer: "0750001A", state: nil), .worklist(kind: nil, dueThrough: nil), .workByDay(WorkFilter()),
        .totals(month: "2026-06", employer: nil), .months(through: "2026-12"), .workCounts(WorkFilter()),
        .reminders(dueThrough: "2027-12-31"),
    ]

    /// How many answers each reader has ended.
    private final class Ended: Sendable {
        private let counts = Mutex([0, 0])
        var all: [Int] { counts.withLock { $0 } }
        func add(_ reader: Int) { counts.withLock { $0[reader] += 1 } }
    }

    /// An answer that was read, and the question that it answers.
    private struct Taken {
        let question: PortfolioQuestion
        let position: Int64
        let knownAt: Instant
        let text: String
    }

    @Test(arguments: [71, 72, 73] as [UInt64])
    func `every answer has all up to its position and nothing recorded after its instant, and each line is right for its version`(
        seed: UInt64
    ) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(60, lives: 12, seed: seed, to: service)
            try await portfolio.catchUp()
            var answers = try await withThrowingTaskGroup(of: [Taken].self) { group in
                let isOver = Flag()
                group.addTask {
                    var random = SplitMix(state: seed &+ 1)
                    while !isOver.isRaised { try await portfolio.step(limit: Int(random.next() % 3) + 1) }
                    return []
                }
                let ended = Ended()
                for reader in 0..<2 {
                    group.addTask {
                        try await Self.read(seed: seed &+ 2 &+ UInt64(reader), from: portfolio.portfolio, until: isOver) {
                            ended.add(reader)
                        }
                    }
                }
                group.addTask {
                    try await Self.replaceProjections(seed: seed &+ 4, of: portfolio, until: isOver, beside: ended)
                    return []
                }
                try await Self.write(seed: seed, to: told.contracts, of: service, followedBy: portfolio.portfolio)
                isOver.raise()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            // One for certain that lacks an event of its instant.
            _ = try await service.contracts.affiliated()
            answers.append(try await Self.take(Self.questions[0], from: portfolio.portfolio))
            try await portfolio.catchUp()
            // While facts are recorded, an answer rarely has no later event. Now it has none.
            for question in Self.questions { answers.append(try await Self.take(question, from: portfolio.portfolio)) }
            var exact = 0
            let log = try await service.database.withSession { try EventLog.page(after: 0, limit: 100_000, in: $0) }
            for answer in answers { exact += try await check(answer, against: log, of: service) ? 1 : 0 }
            #expect(exact > 0 && exact < answers.count, "\(exact) of \(answers.count) answers were read without a later event")
            // No answer that was given up keeps a place.
            var all: [PortfolioAnswer] = []
            for _ in 0..<20 { all.append(try await portfolio.portfolio.answer(Inquiry(Self.questions[0]))) }
            #expect(all.count == 20)
        }
    }

    /// Reads answers. One in eight is given up in the middle.
    private static func read(
        seed: UInt64, from portfolio: Portfolio, until isOver: Flag, afterEach: () -> Void
    ) async throws -> [Taken] {
        var random = SplitMix(state: seed)
        var taken: [Taken] = []
        while !isOver.isRaised {
            let question = questions[Int(random.next() % UInt64(questions.count))]
            if random.next() % 8 == 0 {
                for try await _ in try await portfolio.answer(Inquiry(question)).chunks { break }
            } else {
                taken.append(try await take(question, from: portfolio))
            }
            afterEach()
        }
        return taken
    }

    private static func take(_ question: PortfolioQuestion, from portfolio: Portfolio) async throws -> Taken {
        let answer = try await portfolio.answer(Inquiry(question))
        var bytes: [UInt8] = []
        for try await chunk in answer.chunks { bytes += chunk }
        return Taken(question: question, position: answer.position, knownAt: answer.knownAt, text: String(decoding: bytes, as: UTF8.self))
    }

    private static func replaceProjections(seed: UInt64, of portfolio: PortfolioUnderTest, until isOver: Flag, beside ended: Ended)
        async throws
    {
        var random = SplitMix(state: seed)
        while !isOver.isRaised {
            if random.next() % 3 == 0 {
                _ = try? await portfolio.rebuilding { try await $0.rollBack() }
            } else {
                let purpose = random.next() % 2 == 0 ? Rebuild.Purpose.replace : .force
                let report = try await portfolio.rebuilding { try await $0.run(purpose) }
                #expect(report.isInUse)
            }
            // A slice may have begun on a version that a second replacement drops: each reader ends an answer first.
            let before = ended.all
            while !isOver.isRaised, zip(ended.all, before).contains(where: { $0 <= $1 }) { await Task.yield() }
        }
    }

    /// Records facts, by a clock that stands still half of the time. Now and then it waits for the projections.
    private static func write(
        seed: UInt64, to contracts: [ContractID], of service: ServiceUnderTest, followedBy portfolio: Portfolio
    ) async throws {
        var random = SplitMix(state: seed)
        var now = service.clock.now()
        for number in 0..<240 {
            if number % 12 == 0 {
                while case let (status, head) = try await portfolio.status(), status.position < head { await Task.yield() }
            }
            if random.next() % 2 == 0 {
                now = now.adding(microseconds: 1)
                #expect(service.clock.set(now))
            }
            let contract = contracts[Int(random.next() % UInt64(contracts.count))]
            switch random.next() % 6 {
            case 0: _ = try await service.contracts.affiliated()
            case 1:
                _ = await service.contracts.outcome(
                    .suspend, ["effectiveOn": "2026-06-10", "cause": "unpaidLeave", "income": "none"], of: contract)
            case 2:
                _ = await service.contracts.outcome(.changeEmployer, ["effectiveOn": "2026-06-01", "employer": "0750001A"], of: contract)
            case 3 where number % 40 == 0:
                _ = try await service.contracts.erase(.holder, of: contract, for: ErasureTests.order, by: "supervisor-1")
            default:
                let pay: JSON = ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": .integer(Int64(random.next() % 500_000))]
                _ = await service.contracts.outcome(.declarePay, pay, of: contract)
            }
        }
    }

    /// - Returns: whether no later event was recorded by the answer's instant: then it is the whole answer of that instant.
    private func check(_ answer: Taken, against log: [RecordedEvent], of service: ServiceUnderTest) async throws -> Bool {
        let known = log.filter { $0.recordedAt <= answer.knownAt.microseconds }
        if known.count == answer.position {
            let atOnce = PortfolioUnderTest(
                service, sizes: .init(first: 1_000_000, most: 1_000_000, ofEmployer: 1_000_000, summed: 1_000_000, counted: 1_000_000))
            #expect(try await atOnce.text(answer.question, knownAt: answer.knownAt) == answer.text, "\(answer.question)")
            return true
        }
        #expect(known.count >= answer.position)
        let question: Question
        switch answer.question {
        case .coverage(let day, nil, _): question = .coverage(on: day)
        case .cotisations(_, nil): question = .cotisation(month: "2026-06", comparedWith: nil)
        default: return false
        }
        let lines = try answer.text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
        let ids = lines.compactMap { $0["contract"]?.string }
        #expect(ids == ids.sorted() && Set(ids).count == lines.count)
        let versions = { (events: ArraySlice<RecordedEvent>) in
            Dictionary(events.map { (ContractID($0.contract).description, $0.version) }) { max($0, $1) }
        }
        let (least, greatest) = (versions(known.prefix(Int(answer.position))), versions(known[...]))
        #expect(Set(least.keys).subtracting(ids).isEmpty, "every contract up to the position is there")
        for line in lines {
            guard let id = line["contract"]?.string, let contract = ContractID(id), let version = line["version"]?.number else {
                Issue.record("\(line)")
                continue
            }
            #expect(least[id] ?? 1 <= version && version <= greatest[id] ?? 0, "\(line)")
            let alone = try await service.contracts.ask(question, of: contract, knownAt: .version(version))
            #expect(line.without(["knownAt"]) == alone.without(["knownAt", "because", "lines"]), "\(line)")
        }
        return false
    }
}
