import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Compares all contracts under two schemes, in one reading of the log up to one position.
///
/// Both sides are reckoned by ``Contracts`` from the same facts: the projections hold only one of them. The log up to a position never changes, so it is read in
/// slices of contracts, each in a short transaction. A contract is folded once. Memory grows with the employers, not with the contracts.
struct WhatIfReading: Sendable {
    let database: Database
    let rules: ProjectionRules
    let clock: any ServiceClock

    /// About how many contracts a slice has: it takes a fraction of a second.
    var slice: Int64 = 1000

    /// Where the log ends, and the slices up to it.
    private struct Extent: Sendable {
        let end: Head
        let ranges: [ContractRange]
    }

    /// - Throws: `PortfolioError`; `scheme.unknown` when no scheme in force has the name of the one asked about.
    func answer(_ question: WhatIfQuestion) async throws -> WhatIf {
        let extent = try await extent()
        // The present is never earlier than the last event: another machine's clock may be ahead.
        let present = max(clock.now(), extent.end.recordedAt.map { Instant(microseconds: $0) } ?? clock.now())
        let knownAt = question.knownAt ?? present
        guard let others = rules.schemes.replacing(question.scheme, knownAt: knownAt) else { throw Refusal(.schemeUnknown) }
        var tally = WhatIfTally()
        for range in extent.ranges {
            try Task.checkCancellation()
            let former = tally
            tally = try await database.withSession { session in
                var tally = former
                try session.transaction(.readOnlySnapshot) { session in
                    try requireSame(extent.end, in: session)
                    try Histories.read(range, through: extent.end.position, in: session) { _, events in
                        let contract = try Contract(events: events, knownAt: knownAt, schemes: rules.schemes)
                        let comparison = contract.compare(question.month, under: question.scheme.name, with: others)
                        if let comparison { tally.add(comparison) }
                    }
                }
                return tally
            }
        }
        return WhatIf(question, knownAt: knownAt, position: extent.end.position, tally)
    }

    /// - Throws: `PortfolioError.outdated` when the projections were made by other rules or schemes: the scheme in force would not be the one of the answers.
    private func extent() async throws -> Extent {
        try await database.withSession { session in
            try session.transaction(.readOnlySnapshot) { session in
                let mark = try Portfolio.marked(in: session, by: rules).mark
                guard mark == nil || mark == rules.mark else { throw PortfolioError.outdated }
                return Extent(end: try EventLog.head(in: session), ranges: try ContractRange.all(ofAbout: slice, in: session))
            }
        }
    }

    /// - Throws: `PortfolioError.behind` when the session's log does not hold the end: it may be one to a server that lost events in a failover.
    func requireSame(_ end: Head, in session: Session) throws {
        guard end.position > 0 else { return }
        if try EventLog.hashes(of: [end.position], in: session)[end.position] == end.hash { return }
        throw PortfolioError.behind(position: end.position, reached: try EventLog.head(in: session).position)
    }
}

extension Portfolio {
    /// Answers what a month would come to under another scheme, beside the one in force. Nothing is written.
    ///
    /// - Throws: `PortfolioError`; a `Refusal`, `scheme.unknown`, when no scheme in force has the name of the one asked about.
    public func whatIf(_ question: WhatIfQuestion) async throws -> WhatIf {
        do {
            let place = try runningWhatIfs.take()
            defer { withExtendedLifetime(place) {} }
            return try await WhatIfReading(database: streams, rules: rules, clock: clock).answer(question)
        } catch { throw PortfolioError(error) ?? error }
    }
}
