public import Billing
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
    /// Questions to a standby; nil without one.
    private let standby: StandbyQuestions?
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
    ///   - money: the parameters of money of the schemes that have them, by name.
    ///   - employers: the form of employers' codes.
    ///   - limits: the size limits of a contract.
    ///   - bound: the maximum processor time of one answer about a large contract.
    ///   - facts: the maximum number of cached facts, at some 250 bytes each. A contract counts as ten more.
    ///   - patience: the time limit of one group of commands or one read; then its connection is closed. It must be shorter than a
    ///     request's limit, so that waiting commands are answered in time.
    ///   - standby: connections to a standby, which answers questions that may be a little old; nil: the primary answers all.
    public convenience init(
        commands: Database, reads: Database, vault: Vault, schemes: Schemes, money: [String: MoneyParameters],
        clock: any ServiceClock, employers: EmployerCodes = .standard, limits: ContractLimits = .standard,
        reckoningWithin bound: Duration = .seconds(2),
        remembering facts: Int = 500_000, patience: Duration = .seconds(15), standby: (reads: Database, watch: StandbyWatch)? = nil
    ) {
        self.init(
            commands: commands, reads: reads, vault: vault, schemes: schemes, money: money, clock: clock, employers: employers,
            limits: limits, reckoningWithin: bound, remembering: facts, patience: patience, standby: standby, reached: { _ in })
    }

    /// The same, with a hook for tests.
    ///
    /// - Parameter reached: called at the points of each round of commands.
    init(
        commands: Database, reads: Database, vault: Vault, schemes: Schemes, money: [String: MoneyParameters],
        clock: any ServiceClock, employers: EmployerCodes = .standard,
        limits: ContractLimits = .standard, reckoningWithin bound: Duration = .seconds(2), remembering facts: Int = 500_000,
        patience: Duration = .seconds(15), standby: (reads: Database, watch: StandbyWatch)? = nil,
        reached: @escaping @Sendable (DeskRound.Point) -> Void
    ) {
        self.schemes = schemes
        self.clock = clock
        ledger = Ledger(schemes: schemes, clock: clock, creditors: CreditorSchemes(money), limits: limits)
        set = WorkingSet(facts: facts)
        let reckoner = Reckoner(bound: bound)
        questions = ContractQuestions(database: reads, ledger: ledger, reckoner: reckoner, set: set, patience: patience)
        self.standby = standby.map { [ledger] standby in
            StandbyQuestions(
                database: standby.reads, watch: standby.watch, ledger: ledger, reckoner: reckoner, remembering: facts)
        }
        people = People(database: commands, vault: vault, employers: employers, noticePatience: patience / 8)
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

    /// The same, from a standby if there is one whose log is fresh enough: then the answer has a proof of its age.
    ///
    /// - Parameter position: the position that the answer must include.
    public func recentAnswer(
        _ question: Question, of id: ContractID, knownAt: KnownAt, atLeast position: Int64? = nil
    ) async throws -> Answer {
        if let standby, let answer = try await standby.answer(question, of: id, knownAt: knownAt, atLeast: position) { return answer }
        return try await questions.answer(question, of: id, knownAt: knownAt)
    }

    /// A scheme on a day, by default today; `nil` when there is no scheme of that name.
    public func scheme(_ name: String, on day: Day?, knownAt: KnownAt) -> JSON? {
        let instant = if case .instant(let instant) = knownAt { instant } else { clock.now() }
        return schemes[name].map { .scheme($0, on: day ?? instant.parisDay, knownAt: instant) }
    }

    /// Whether a command could be made durable now.
    public func readiness() async -> Readiness {
        var readiness = await commandReadiness.verdict
        guard readiness.isReady else { return readiness }
        do {
            switch try await lookAtLog().clockFault {
            case .clockDiffers(let seconds):
                readiness.isReady = false
                readiness.detail += "; commands are refused: the clock is \(seconds) s off the database's"
            case .logEndsInFuture(let seconds):
                readiness.isReady = false
                readiness.detail += "; commands are refused: the log ends \(seconds) s in the future"
            default: break
            }
            return readiness
        } catch ServiceError.awaitsRecovery { return .awaitsRecovery } catch {
            return Readiness(isReady: false, detail: "the database does not answer")
        }
    }
}

extension ContractLimits {
    /// The default limits: far more than an agent's career needs.
    public static let standard = ContractLimits(facts: 2000, beneficiaries: 50)
}
