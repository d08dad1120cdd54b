public import Billing
public import ContractService
public import Contracts
import Portfolio
public import Postgres

/// Answers questions about runs, accounts and the ledger, as known at an instant: what was not complete then is not there.
///
/// It reads what was billed, and no name: it needs neither the vault nor the right to change anything.
public struct RunQuestions: Sendable {
    /// For questions.
    let reads: Database
    /// For questions about all entries.
    let streams: Database
    /// A standby, which tells what waits while the primary is away; nil without one.
    let standby: Database?
    let schemes: Schemes
    let money: [String: MoneyParameters]
    let clock: any ServiceClock
    /// The figures for the actuary that are being summed, over all copies of these questions.
    let runningFigures = RunningAnswers(atMost: 2)

    /// - Parameters:
    ///   - reads: connections for questions.
    ///   - streams: connections for questions about all entries, without limits of time.
    ///   - money: the parameters of money of the schemes that have them, by name.
    ///   - standby: connections to a standby, for what waits while the primary is away.
    public init(
        reads: Database, streams: Database, schemes: Schemes, money: [String: MoneyParameters], clock: any ServiceClock,
        standby: Database? = nil
    ) {
        self.standby = standby
        self.reads = reads
        self.streams = streams
        self.schemes = schemes
        self.money = money
        self.clock = clock
    }
}
