import EventLog
public import Contracts
import Logging
public import Postgres
public import Vault

/// The write path, and the questions about one contract.
///
/// A question reads the contract's events up to the instant asked, folds them, and answers with reasons: always current. A command goes
/// over the command desk. Personal data goes to the vault and never into the log.
public final class ContractService: Sendable {
    /// The schemes served.
    public let schemes: Schemes
    /// What time it is.
    public let clock: any ServiceClock

    let reads: Database
    let ledger: Ledger
    let desk: CommandDesk
    let people: People

    /// A service on two pools of one migrated database: commands do not wait behind questions.
    public init(commands: Database, reads: Database, vault: Vault, schemes: Schemes, clock: any ServiceClock) {
        self.schemes = schemes
        self.clock = clock
        self.reads = reads
        ledger = Ledger(schemes: schemes, clock: clock)
        people = People(database: commands, vault: vault)
        desk = CommandDesk(database: commands, round: DeskRound(ledger: ledger, people: people))
    }

    /// Whether commands and questions can be answered now, in words fit for anyone.
    public func readiness() async -> (isReady: Bool, detail: String) {
        do {
            let head = try await reads.withSession(deadline: .seconds(2)) { session in try EventLog.head(in: session) }
            return (true, "the log is at position \(head.position)")
        } catch {
            return (false, "the database does not answer")
        }
    }
}
