public import CivilTime
import EventLog
public import FoundationEssentials
import Postgres

extension Portfolio {
    /// The contracts that have an employer on the day of an instant, as known at the instant.
    ///
    /// - Throws: `PortfolioError`.
    public func contracts(ofEmployer code: String, knownAt instant: Instant) async throws -> [UUID] {
        do {
            return try await pages.withSession { [self] session in
                try session.transaction(.repeatableRead) { session in
                    try ProjectionVersion.keepUnchanged(in: session)
                    let own = try ProjectionVersion.own(madeBy: rules.mark, in: session)
                    guard own.mark == nil || own.mark == rules.mark else { throw PortfolioError.outdated }
                    try requireSettled(own.checkpoint, in: session)
                    let learnt = [own.checkpoint.recordedAt, rules.lastLearnt].compactMap(\.self)
                    let reading = PortfolioReading(
                        session: session, schema: own.checkpoint.schema, knownAt: instant, isCurrent: learnt.allSatisfy { $0 <= instant },
                        format: .ndjson, page: nil)
                    var theirs: [UUID] = []
                    try reading.rows(reading.contracts(ofEmployer: code), employer: code) { row in
                        theirs.append(UUID(bits: try row.uuid()))
                    }
                    return theirs
                }
            }
        } catch { throw PortfolioError(error) ?? error }
    }
}
