public import CivilTime
public import Contracts
import EventLog
public import JSON
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

    let questions: ContractQuestions
    let set: WorkingSet
    let ledger: Ledger
    let desk: CommandDesk
    let bulk: BulkDesk
    let people: People
    let log: LogWatch
    private let commandReadiness: CommandReadiness

    /// A service on two pools of one migrated database: commands do not wait behind questions.
    ///
    /// - Parameters:
    ///   - employers: the form that employers' codes have here.
    ///   - limits: how much one contract may hold.
    ///   - bound: the most time of a processor that one answer about a large contract may take.
    ///   - facts: how many facts the working set keeps, at some 250 bytes each. A contract counts as ten more.
    ///   - patience: how long the database may take with one group of commands or one reading; then its connection is given up. Less than a request may
    ///     take, so that commands behind it are answered in time.
    public convenience init(
        commands: Database, reads: Database, vault: Vault, schemes: Schemes, clock: any ServiceClock,
        employers: EmployerCodes = .standard, limits: ContractLimits = .standard, reckoningWithin bound: Duration = .seconds(2),
        remembering facts: Int = 500_000, patience: Duration = .seconds(15)
    ) {
        self.init(
            commands: commands, reads: reads, vault: vault, schemes: schemes, clock: clock, employers: employers, limits: limits,
            reckoningWithin: bound, remembering: facts, patience: patience, reached: { _ in })
    }

    /// The same.
    ///
    /// - Parameter reached: called at the points of each round of commands, for tests.
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

    /// Answers a question about one contract, as known.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` when nothing was known then; `ServiceError.unavailable`.
    public func answer(_ question: Question, of id: ContractID, knownAt: KnownAt) async throws -> Answer {
        try await questions.answer(question, of: id, knownAt: knownAt)
    }

    /// A scheme as it stands on a day, today by default; `nil` when there is none of that name.
    public func scheme(_ name: String, on day: Day?, knownAt: KnownAt) -> JSON? {
        let instant = if case .instant(let instant) = knownAt { instant } else { clock.now() }
        return schemes[name].map { .scheme($0, on: day ?? instant.parisDay, knownAt: instant) }
    }

    /// Whether a command could be made durable now, in words fit for anyone.
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
    /// Those of a deployment that says nothing else: far more than the life of an agent makes.
    public static let standard = ContractLimits(facts: 2000, beneficiaries: 50)
}
