import CivilTime
import Contracts
import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import RandomTesting
import ServiceTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// A whole answer is read in slices, each in a short snapshot, as known at one instant.
@Suite(.timeLimit(.minutes(10))) struct SliceTests {
    private static let questions: [PortfolioQuestion] = [
        .coverage(on: "2026-06-15", employer: nil, state: nil), .coverage(on: "2026-06-15", employer: nil, state: .suspended),
        .coverage(on: "2026-06-15", employer: "0750001A", state: nil), .cotisations(month: "2026-06", employer: nil),
        .cotisations(month: "2026-06", employer: "0750001A"), .cotisationsForEmployer("0750001A", month: "2026-06"),
        .worklist(kind: nil, dueThrough: nil), .worklist(kind: .proofOverdue, dueThrough: nil), .duplicates(dueThrough: nil),
        .workByDay(WorkFilter()), .workByDay(WorkFilter(employer: "0750001A")), .totals(month: "2026-06", employer: nil),
        .totals(month: "2026-06", employer: "0750001A"), .months(through: "2026-12"), .workCounts(WorkFilter()),
        .workCounts(WorkFilter(kind: .deadline(.proofOverdue), dueThrough: "2026-10-31")), .workCounts(WorkFilter(employer: "0750001A")),
        .workCounts(WorkFilter(kind: .possibleDuplicate)), .reminders(dueThrough: "2027-12-31"),
    ]

    @Test func `an answer in slices is the answer at once, in every format`() async throws {
        try await withService { service in
            let sliced = PortfolioUnderTest(service)
            let atOnce = PortfolioUnderTest(
                service, sizes: .init(first: 1_000_000, most: 1_000_000, ofEmployer: 1_000_000, summed: 1_000_000, counted: 1_000_000))
            let told = try await ToldLives.tell(200, lives: 14, seed: 41, to: service)
            try await sliced.catchUp()
            for knownAt in [told.instants[told.instants.count / 2], "2026-12-15T09:00:00Z"] {
                for question in Self.questions {
                    for format in [PortfolioFormat.ndjson, .csv, .excelFrench] {
                        let text = try await sliced.text(question, knownAt: knownAt, format: format)
                        #expect(try await atOnce.text(question, knownAt: knownAt, format: format) == text, "\(question)")
                    }
                }
            }
        }
    }

    @Test func `where contracts are spread, a slice reads a span of them, and the answer is the same`() async throws {
        try await withService { service in
            let sliced = PortfolioUnderTest(service)
            let atOnce = PortfolioUnderTest(
                service, sizes: .init(first: 1_000_000, most: 1_000_000, ofEmployer: 1_000_000, summed: 1_000_000, counted: 1_000_000))
            let told = try await ToldLives.tell(200, lives: 30, seed: 42, to: service)
            try await sliced.catchUp()
            try await sliced.markAsSpread()
            for knownAt in [told.instants[told.instants.count / 2], "2026-12-15T09:00:00Z"] {
                for question in Self.questions {
                    let text = try await sliced.text(question, knownAt: knownAt)
                    #expect(try await atOnce.text(question, knownAt: knownAt) == text, "\(question)")
                }
            }
        }
    }

    @Test func `the span of the next slice has a quarter more than its contracts should have`() throws {
        let full = PortfolioReading.PageFull(next: UUID(bits: 1000).text, contracts: 10)
        let span = try #require(PortfolioSlice.Span(after: 0, full))
        #expect(span.through == 1000 && span.end(ofNext: 40) == UUID(bits: 1000 + 50 * 100))
        // A span without a contract is no measure: the next one is far wider.
        let empty = try #require(PortfolioSlice.Span(after: 1000, .init(next: UUID(bits: 6000).text, contracts: 0)))
        #expect(empty.end(ofNext: 40) == UUID(bits: 6000 + 50 * 5000))
        let last = try #require(PortfolioSlice.Span(after: 0, .init(next: UUID(bits: UInt128.max / 2).text, contracts: 2)))
        #expect(last.end(ofNext: 40) == nil)
        #expect(PortfolioSlice.Span(after: 0, .init(next: "0_2026-01-01", contracts: nil)) == nil)
    }

    @Test func `the due days of the next slice should have a quarter more than its lines`() {
        let first: Day = "2026-06-01"
        #expect(DueDays(first: first, last: "2026-06-10", lines: 20).end(ofNext: 80) == "2026-07-30")
        // More lines on one day than a slice has.
        #expect(DueDays(first: first, last: first, lines: 5000).end(ofNext: 100) == "2026-06-02")
        // Days without a line are no measure: the next slice reads far more of them, or all.
        #expect(DueDays(first: first, last: first, lines: 0).end(ofNext: 80) == "2026-09-09")
        #expect(DueDays(first: first, last: "2027-05-01", lines: 0).end(ofNext: 80) == "2119-01-19")
        #expect(DueDays(first: first, last: "2027-06-01", lines: 0).end(ofNext: 5000) == nil)
        #expect(DueDays(first: first, last: "9999-12-31", lines: 1_000_000_000).end(ofNext: 1) == nil)
    }

    @Test func `where contracts are spread, a slice of the worklist by day ends with a due day`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service, sizes: .init(first: 4, most: 2, ofEmployer: 2))
            _ = try await ToldLives.tell(400, lives: 60, seed: 43, to: service)
            try await portfolio.catchUp()
            let questions: [PortfolioQuestion] = [.workByDay(WorkFilter()), .reminders(dueThrough: "2027-12-31")]
            // On a cluster they are spread from the start.
            for isSpread in try await isOnCitusCluster() ? [true] : [false, true] {
                if isSpread { try await portfolio.markAsSpread() }
                for question in questions {
                    // The size of the first slice is another one, and the last has what is left.
                    let lines = try await portfolio.linesOfChunks(Inquiry(question)).dropFirst().dropLast()
                    #expect(lines.count > 5 && lines.contains { $0 < 2 } == isSpread, "\(question): \(lines)")
                }
            }
        }
    }

    /// Between any two chunks somebody records facts, the projections follow, or are replaced.
    @Test(arguments: [51, 52] as [UInt64])
    func `what is recorded while an answer is read is not in it, and every line is right`(seed: UInt64) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            var random = SplitMix(state: seed)
            let told = try await ToldLives.tell(120, lives: 16, seed: seed, to: service)
            try await portfolio.catchUp()
            let head = try await portfolio.portfolio.status().head
            for question in [
                PortfolioQuestion.coverage(on: "2026-06-15", employer: nil, state: nil), .cotisations(month: "2026-06", employer: nil),
            ] {
                var now = service.clock.now()
                let answer = try await portfolio.portfolio.answer(Inquiry(question))
                #expect(answer.position >= head)
                var bytes: [UInt8] = []
                var chunks = 0
                for try await chunk in answer.chunks {
                    bytes += chunk
                    chunks += 1
                    now = now.adding(microseconds: 1_000_000)
                    #expect(service.clock.set(now))
                    _ = try await service.contracts.affiliated()
                    for contract in told.contracts where random.next() % 3 == 0 {
                        _ = await service.contracts.outcome(
                            .declarePay, ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": .integer(Int64(random.next() % 500_000))],
                            of: contract)
                    }
                    try await portfolio.catchUp()
                    switch random.next() % 4 {
                    case 0: #expect(try await portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
                    case 1: _ = try? await portfolio.rebuilding { try await $0.rollBack() }
                    default: break
                    }
                }
                #expect(chunks >= 4, "an answer of \(chunks) chunks tries nothing")
                let lines = try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
                #expect(try await portfolio.lines(question, knownAt: answer.knownAt) == lines)
                for contract in told.contracts {
                    let single: Question =
                        if case .coverage(let day, _, _) = question { .coverage(on: day) } else {
                            .cotisation(month: "2026-06", comparedWith: nil)
                        }
                    guard let alone = try await service.known(single, of: contract, at: answer.knownAt) else { continue }
                    #expect(lines.contains(alone.without(["because", "lines"])))
                }
            }
        }
    }

    @Test func `an event that is recorded by the instant and projected later may be in it, and its line is right for its version`()
        async throws
    {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(60, lives: 16, seed: 61, to: service)
            try await portfolio.catchUp()
            let question = PortfolioQuestion.cotisations(month: "2026-06", employer: nil)
            let position = try await portfolio.portfolio.status().head
            for (number, contract) in told.contracts.enumerated() {
                let body: JSON = ["effectiveOn": "2026-03-01", "grossMonthlyPayCents": .integer(Int64(100_000 + number))]
                _ = await service.contracts.outcome(.declarePay, body, of: contract)
            }
            let knownAt = service.clock.now()
            let before = try await portfolio.lines(question, knownAt: knownAt)
            let answer = try await portfolio.portfolio.answer(Inquiry(question))
            #expect(answer.position == position && answer.knownAt == knownAt)
            var bytes: [UInt8] = []
            for try await chunk in answer.chunks {
                if bytes.isEmpty { try await portfolio.catchUp() }
                bytes += chunk
            }
            let lines = try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
            let after = try await portfolio.lines(question, knownAt: knownAt)
            #expect(lines.count == before.count && before.count == after.count)
            for (place, line) in lines.enumerated() { #expect(line == before[place] || line == after[place]) }
            // The first slice was read before, the second meanwhile: they have one contract and four.
            #expect(lines.first == before.first && lines.dropFirst(5) == after.dropFirst(5))
            #expect(before.dropFirst(5) != after.dropFirst(5), "nothing changed")
        }
    }

    @Test(arguments: [
        // A failover to a standby that lacked the last events, and one behind which other events were recorded.
        "UPDATE portfolio.version SET position = position - 1",
        "ALTER TABLE log.event DISABLE TRIGGER ALL; UPDATE log.event SET hash = sha256(hash)",
    ])
    func `an answer breaks off rather than go on in another history`(change: String) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            for _ in 1...8 { _ = try await service.contracts.affiliated() }
            try await portfolio.catchUp()
            let answer = try await portfolio.portfolio.answer(Inquiry(.coverage(on: "2026-06-15", employer: nil, state: nil)))
            try await service.owner.withSession { try $0.executeScript(change) }
            await #expect(throws: PortfolioError.self) { for try await _ in answer.chunks {} }
        }
    }

    @Test func `a reader that takes no more holds no connection and no snapshot`() async throws {
        try await withService { service in
            let streams = Database(try .service(url: service.url), connections: 2)
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(60, lives: 16, seed: 62, to: service)
            try await portfolio.catchUp()
            let slow = Portfolio(
                streams: streams, pages: service.database, rules: portfolio.rules, clock: service.clock,
                sizes: .init(first: 1, most: 2, ofEmployer: 2, summed: 1))
            let answer = try await slow.answer(Inquiry(.coverage(on: "2026-06-15", employer: nil, state: nil)))
            var chunks = answer.chunks.makeAsyncIterator()
            #expect(try await chunks.next() != nil)
            // The slice after the first is read ahead, and nothing else.
            try await service.owner.withSession { session in
                var held = ["?"]
                while !held.isEmpty {
                    held = try session.query(
                        """
                        SELECT state || ': ' || query || pg_sleep(0.01) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                            AND (xact_start IS NOT NULL OR backend_xmin IS NOT NULL)
                        """, as: String.self)
                }
                #expect(held == [])
            }
            var rest = 0
            while let chunk = try await chunks.next() { rest += chunk.count }
            #expect(rest > 0)
            await streams.shutdown()
        }
    }

    @Test func `more answers at once than there is memory for are refused, and a place is free again when one is given up`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            let inquiry = Inquiry(.coverage(on: "2026-06-15", employer: nil, state: nil))
            var answers: [PortfolioAnswer] = []
            for _ in 0..<20 { answers.append(try await portfolio.portfolio.answer(inquiry)) }
            await #expect(throws: PortfolioError.overloaded(retryAfterSeconds: 1)) { try await portfolio.portfolio.answer(inquiry) }
            answers.removeLast()
            answers.append(try await portfolio.portfolio.answer(inquiry))
            #expect(answers.count == 20)
        }
    }
}
