import CivilTime
import Contracts
import HTTPAPI
@testable import Portfolio
import Synchronization

/// Stands in for the portfolio: answers as told, and keeps what it was asked.
final class ScriptedPortfolio: PortfolioAnswering {
    private let record = Mutex<[Inquiry]>([])
    private let kept = Mutex<[Int64]>([])
    private let whatIfs = Mutex<[WhatIfQuestion]>([])
    private let answer: @Sendable (Inquiry) async throws -> PortfolioLines
    private let state: PortfolioStatus.State

    var asked: [Inquiry] { record.withLock { $0 } }

    init(
        _ state: PortfolioStatus.State = .behind,
        answer: @escaping @Sendable (Inquiry) async throws -> PortfolioLines = { _ in PortfolioLines("{}\n") }
    ) {
        self.state = state
        self.answer = answer
    }

    func lines(of inquiry: Inquiry) async throws -> PortfolioLines {
        record.withLock { $0.append(inquiry) }
        return try await answer(inquiry)
    }

    func whatIf(_ question: WhatIfQuestion) async throws -> WhatIf {
        whatIfs.withLock { $0.append(question) }
        if question.scheme.name != "fpe-education-2026" { throw Refusal(.schemeUnknown) }
        return WhatIf(question, knownAt: question.knownAt ?? Instant(microseconds: 0), position: 4711, WhatIfTally())
    }

    /// The comparisons that were asked for.
    var whatIfsAsked: [WhatIfQuestion] { whatIfs.withLock { $0 } }

    /// The positions that were waited for.
    var keptUp: [Int64] { kept.withLock { $0 } }

    func keepUp(with position: Int64) async { kept.withLock { $0.append(position) } }

    func status() async throws -> (status: PortfolioStatus, head: Int64) {
        (PortfolioStatus(position: 4711, state: state), 4713)
    }
}

extension PortfolioLines {
    /// An answer of one chunk.
    init(_ text: String, next: String? = nil) {
        self.init(next: next) { $0 == 0 ? text : nil }
    }

    /// An answer whose chunks are made as they are asked for, by their number.
    init(next: String? = nil, _ chunk: @escaping @Sendable (Int) async throws -> String?) {
        let count = Atomic(0)
        self.init(
            knownAt: Instant(microseconds: 0), position: 4711, next: next,
            chunks: AsyncThrowingStream {
                try await chunk(count.add(1, ordering: .relaxed).oldValue).map { Array($0.utf8) }
            })
    }
}
