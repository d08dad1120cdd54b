public import Billing
public import Contracts
import EventLog
public import Postgres

/// Proves runs, the ledger and the bank's facts against the log: a row that was changed, added or taken away is found, by its run or its event.
///
/// First the rows are held against the hashes and the fields of their events. If they are those, all runs are made again from the facts as known at each,
/// by the rules alone, and so are the entries of the bank's facts. Events are taken as they are: `EventLog.verify` proves them.
public struct MoneyProof: Sendable {
    let sources: RunSources
    private let digests: [String: String]

    /// - Parameters:
    ///   - money: the parameters of money of the schemes that have them, by name.
    ///   - digests: the SHA-256 of the file of each scheme, in hexadecimal digits, by name.
    ///   - portion: how many contracts were reckoned at a time when the runs were made.
    public init(schemes: Schemes, money: [String: MoneyParameters], digests: [String: String], portion: Int = RunDesk.portion) {
        sources = RunSources(.proving, schemes: schemes, money: money, portion: portion)
        self.digests = digests
    }

    /// Proves everything, in memory that does not grow with the rows.
    ///
    /// - Parameters:
    ///   - session: in a transaction whose statements share one snapshot, with the right to read the log and what was billed.
    ///   - progress: called after each run, with how many steps are done, and of how many.
    public func finding(in session: Session, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }) throws -> MoneyFinding {
        var finding = MoneyFinding(position: try EventLog.head(in: session).position)
        let history: RunHistory
        do { history = try RunHistory.read(in: session) } catch let error as RunEvent.Unreadable {
            finding.differences.append(MoneyDifference(what: .event, run: nil, position: error.position, table: nil))
            return finding
        }
        let all = 2 * history.runs.count
        var rows = RowProof(finding, history: history, in: session)
        finding = try rows.prove { progress($0, all) }
        if !finding.differences.isEmpty { return finding }
        var facts = FactProof(finding, history: history, from: sources, digests: digests, in: session)
        do { return try facts.prove { progress(history.runs.count + $0, all) } } catch let refusal as Refusal
            where refusal.rule == .schemeUnknown
        {
            // A contract names a scheme that is not served: nothing is made again, and what was found of the rows stays.
            finding.underOtherFiles = history.runs.filter { $0.outcome != nil }.map(\.run.number)
            return finding
        }
    }
}
