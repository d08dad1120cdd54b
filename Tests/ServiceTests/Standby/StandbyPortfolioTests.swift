import CivilTime
import JSON
import Portfolio
import Postgres
import PostgresTesting
import Testing

@testable import ContractService

/// Questions about all contracts on a standby: their age is that of the projections there.
@Suite(.timeLimit(.minutes(10))) struct StandbyPortfolioTests {
    private static let question = PortfolioQuestion.coverage(on: "2026-06-01", employer: nil, state: nil)
    private static let page = Inquiry.Page(limit: 10)

    @Test(arguments: [nil, page]) func `a fresh standby answers as the primary does, which is asked nothing`(page: Inquiry.Page?)
        async throws
    {
        try await withStandby { standby in
            for _ in 1...3 { _ = try await standby.made.contracts.affiliated() }
            try await standby.project()
            await standby.refresh()
            let inquiry = Inquiry(Self.question, page: page, atLeast: 3)
            let answer = try await standby.portfolioOfReaderAlone.recentAnswer(inquiry)
            let proof = try #require(answer.proof)
            #expect(answer.position == 3 && proof.age > .zero)
            let lines = try await Self.lines(answer)
            #expect(lines.count == 3)
            #expect(try await lines.map(\.knownless) == Self.lines(standby.portfolio.answer(inquiry)).map(\.knownless))
            #expect(try await standby.portfolio.answer(inquiry).proof == nil)
        }
    }

    @Test func `projections behind the log are as old as what they lack`() async throws {
        try await withStandby(answersUpTo: .seconds(3)) { standby in
            _ = try await standby.made.contracts.affiliated()
            try await standby.project()
            try await standby.refresh(projectedThrough: 1)
            _ = try await standby.made.contracts.affiliated()
            var since: Set<AnyHashable> = []
            var answer: PortfolioAnswer
            repeat {
                if let began = await standby.watch.sample() { since.insert(began) }
                _ = await standby.watch.trial()
                answer = try await standby.portfolio.recentAnswer(Inquiry(Self.question))
                #expect(answer.position == 1)
                // The second contract was there before these samples began.
                if let proof = answer.proof { #expect(!since.contains(proof.since)) }
            } while answer.proof != nil
            // Questions about one contract need no projections.
            await standby.refresh()
            #expect(standby.watch.isUsable)
        }
    }

    @Test func `an answer that must include a position waits for it on the standby, then comes from the primary`() async throws {
        try await withStandby { standby in
            _ = try await standby.made.contracts.affiliated()
            try await standby.project()
            try await standby.refresh(projectedThrough: 1)
            try await standby.pauseReplay()
            _ = try await standby.made.contracts.affiliated()
            try await standby.project()
            let waiting = Task { try await standby.portfolioOfReaderAlone.recentAnswer(Inquiry(Self.question, atLeast: 2)) }
            #expect(try await standby.portfolioOfReaderAlone.recentAnswer(Inquiry(Self.question, atLeast: 1)).position == 1)
            try await standby.resumeReplay()
            #expect(try await waiting.value.position == 2)
            await #expect(throws: PortfolioError.ahead(position: 9, head: 2)) {
                _ = try await standby.portfolio.answer(Inquiry(Self.question, atLeast: 9))
            }
        }
        try await withStandby(answersUpTo: .seconds(1)) { standby in
            _ = try await standby.made.contracts.affiliated()
            try await standby.project()
            try await standby.refresh(projectedThrough: 1)
            try await standby.pauseReplay()
            _ = try await standby.made.contracts.affiliated()
            try await standby.project()
            let answer = try await standby.portfolio.recentAnswer(Inquiry(Self.question, atLeast: 2))
            #expect(answer.position == 2 && answer.proof == nil)
            try await standby.resumeReplay()
        }
    }

    @Test func `the primary tells what was known after the standby's last event, and answers for a standby that is away`() async throws {
        try await withStandby { standby in
            _ = try await standby.made.contracts.affiliated()
            let first = SystemClock().now()
            _ = try await standby.made.contracts.affiliated()
            let last = SystemClock().now()
            try await standby.project()
            await standby.refresh()
            func isFromStandby(_ knownAt: Instant) async throws -> Bool {
                try await standby.portfolio.recentAnswer(Inquiry(Self.question, knownAt: knownAt, atLeast: 2)).proof != nil
            }
            #expect(try await isFromStandby(first))
            #expect(try await isFromStandby("2999-01-01T00:00:00Z"))
            #expect(try await !isFromStandby(last))
            #expect(standby.watch.isUsable)
            try standby.reader.stop()
            #expect(try await !isFromStandby(first))
            #expect(!standby.watch.isUsable)
            try standby.reader.start()
        }
    }

    /// What becomes of a standby in the middle of an answer.
    enum Turn: CaseIterable {
        case fallsBehind, stops, isPromoted
    }

    @Test(arguments: Turn.allCases) func `the primary reads the slices for which the standby is too old, or away`(turn: Turn) async throws {
        try await withStandby(answersUpTo: turn == .fallsBehind ? .seconds(3) : .seconds(300)) { standby in
            for _ in 1...8 { _ = try await standby.made.contracts.affiliated() }
            try await standby.project()
            let answer = await Self.begun(by: standby.portfolio, on: standby)
            let alone = await Self.begun(by: standby.portfolioOfReaderAlone, on: standby)
            #expect(answer.position == 8)
            switch turn {
            case .fallsBehind: try await standby.pauseReplay()
            case .stops: try standby.reader.stop()
            case .isPromoted: try standby.reader.promote()
            }
            _ = try await standby.made.contracts.affiliated()
            try await standby.project()
            if turn == .fallsBehind {
                repeat { await standby.watch.sample() } while await standby.watch.trial() != nil
            }
            let lines = try await Self.lines(answer)
            let present = try await standby.portfolio.answer(Inquiry(Self.question, knownAt: answer.knownAt))
            #expect(try await lines == Self.lines(present) && lines.count == 8 && present.proof == nil)
            // Without the primary, the answer breaks off.
            await #expect(throws: PortfolioError.self) { try await Self.lines(alone) }
            switch turn {
            case .fallsBehind: try await standby.resumeReplay()
            case .stops: try standby.reader.start()
            case .isPromoted: break
            }
        }
    }

    /// An answer of all eight events that the standby began. On a busy machine the standby may be too old at first.
    private static func begun(by portfolio: Portfolio, on standby: ServiceWithStandby) async -> PortfolioAnswer {
        while true {
            await standby.refresh()
            if let answer = try? await portfolio.recentAnswer(Inquiry(question, atLeast: 8)), answer.proof != nil { return answer }
        }
    }

    @Test func `what the standby replays between two slices is in no line`() async throws {
        try await withStandby { standby in
            let contracts = try await [standby.made.contracts.affiliated(), standby.made.contracts.affiliated()]
            for _ in 1...4 { _ = try await standby.made.contracts.affiliated() }
            try await standby.project()
            try await standby.refresh(projectedThrough: 6)
            let question = PortfolioQuestion.cotisations(month: "2026-06", employer: nil)
            let answer = try await standby.portfolioOfReaderAlone.recentAnswer(Inquiry(question))
            for contract in contracts {
                try await standby.made.contracts.tell(.declarePay, StandbyTests.pay(300_000), of: contract)
            }
            _ = try await standby.made.contracts.affiliated()
            try await standby.project()
            try await standby.refresh(projectedThrough: 9)
            let lines = try await Self.lines(answer)
            #expect(answer.position == 6 && lines.count == 6)
            #expect(try await lines == Self.lines(standby.portfolio.answer(Inquiry(question, knownAt: answer.knownAt))))
        }
    }

    private static func lines(_ answer: PortfolioAnswer) async throws -> [JSON] {
        var bytes: [UInt8] = []
        for try await chunk in answer.chunks { bytes += chunk }
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
    }
}

extension JSON {
    /// The line without the instant of its knowledge.
    fileprivate var knownless: JSON { without(["knownAt"]) }
}
