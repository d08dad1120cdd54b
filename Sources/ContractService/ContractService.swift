public import CivilTime
public import Contracts
import EventLog
public import JSON
public import Postgres
public import Vault

/// Records commands, and answers questions about one contract.
///
/// A question folds the contract's events up to the requested instant, and is always current. The command desk decides commands.
/// Personal data goes into the vault, never into the log.
public final class ContractService: Sendable {
    /// The available schemes.
    public let schemes: Schemes
    /// The service's clock.
    public let clock: any ServiceClock

    let questions: ContractQuestions
    let set: WorkingSet
    let ledger: Ledger
    let desk: CommandDesk
    let bulk: BulkDesk
    let people: People
    let log: LogWatch
    private let commandReadiness: CommandReadiness

    /// A service on two connection pools of one migrated database, so that commands never wait behind questions.
    ///
    /// - Parameters:
    ///   - employers: the form of employers' codes.
    ///   - limits: the size limits of a contract.
    ///   - bound: the maximum processor time of one answer about a large contract.
    ///   - facts: the maximum number of cached facts, at some 250 bytes each. A contract counts as ten more.
    ///   - patience: the time limit of one group of commands or one read; then its connection is closed. It must be shorter than a
    ///     request's limit, so that waiting commands are answered in time.
    public convenience init(
        commands: Database, reads: Database, vault: Vault, schemes: Schemes, clock: any ServiceClock,
        employers: EmployerCodes = .standard, limits: ContractLimits = .standard, reckoningWithin bound: Duration = .seconds(2),
        remembering facts: Int = 500_000, patience: Duration = .seconds(15)
    ) {
        self.init(
            commands: commands, reads: reads, vault: vault, schemes: schemes, clock: clock, employers: employers, limits: limits,
            reckoningWithin: bound, remembering: facts, patience: patience, reached: { _ in })
    }

    /// The same, with a hook for tests.
    ///
    /// - Parameter reached: called at the points of each round of commands.
    init(
        commands: Database, reads: Database, vault: Vault, schemes: Schemes, clock: any ServiceClock, employers: EmployerCodes = .standard,
        limits: ContractLimits = .standard, reckoningWithin bound: Duration = .seconds(2), remembering facts: Int = 500_000,
        patience: Duration = .seconds(15), reached: @escaping @Sendable (DeskRound.Point) -> Void
    ) {
        self.schemes = schemes
        self.clock = clock
        ledger = Ledger(schemes: schemes, clock: clock, limits: limits)
        set = WorkingSet(facts: facts)
        questions = ContractQuestions(database: reads, ledger: ledger, reckoner: Reckoner(bound: bound), set: set, patience: patience)
        people = People(database: commands, vault: vault, employers: employers)
        log = LogWatch(database: commands, clock: clock)
        let round = DeskRound(
            ledger: ledger, people: people, announcer: Announcer(database: commands), set: set, patience: patience, reached: reached)
        let rounds = Rounds(database: commands, round: round, patience: patience)
        desk = CommandDesk(rounds: rounds)
        bulk = BulkDesk(rounds: rounds)
        commandReadiness = CommandReadiness(database: commands)
    }

    /// Answers a question about one contract, as known at `knownAt`.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` when nothing was known then; `ServiceError.unavailable`.
    public func answer(_ question: Question, of id: ContractID, knownAt: KnownAt) async throws -> Answer {
        try await questions.answer(question, of: id, knownAt: knownAt)
    }

    /// A scheme on a day, by default today; `nil` when there is no scheme of that name.
    public func scheme(_ name: String, on day: Day?, knownAt: KnownAt) -> JSON? {
        let instant = if case .instant(let instant) = knownAt { instant } else { clock.now() }
        return schemes[name].map { .scheme($0, on: day ?? instant.parisDay, knownAt: instant) }
    }

    /// Whether a command could be made durable now, with a text that reveals no secrets.
    public func readiness() async -> (isReady: Bool, detail: String) {
        let (isReady, detail) = await commandReadiness.verdict
        guard isReady else { return (false, detail) }
        do {
            switch try await lookAtLog().clockFault {
            case .clockDiffers(let seconds):
                return (false, "\(detail); commands are refused: the clock is \(seconds) s off the database's")
            case .logEndsInFuture(let seconds): return (false, "\(detail); commands are refused: the log ends \(seconds) s in the future")
            default: return (true, detail)
            }
        } catch { return (false, "the database does not answer") }
    }
}

extension ContractLimits {
    /// The default limits: far more than an agent's career needs.
    public static let standard = ContractLimits(facts: 2000, beneficiaries: 50)
}
