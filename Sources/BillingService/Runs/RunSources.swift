import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Portfolio
import Postgres
import Vault

/// What a run is reckoned from, beside the rows of the runs before.
struct RunSources: Sendable {
    /// Where contracts, names and accounts come from.
    enum Kind: Sendable {
        /// A run that is made: from the projections and the vault.
        case making(Portfolio, Vault)
        /// A run that is proved: from the events of contracts. Whether a name and an account were there, the run's own rows tell.
        case proving
    }

    let kind: Kind
    let schemes: Schemes
    let money: [String: MoneyParameters]
    /// How many contracts are reckoned at a time.
    let portion: Int
    /// Connections that read contracts' events meanwhile; `nil` if one connection does all.
    let helpers: Database?

    init(_ kind: Kind, schemes: Schemes, money: [String: MoneyParameters], portion: Int, helpers: Database? = nil) {
        self.kind = kind
        self.helpers = helpers
        self.schemes = schemes
        self.money = money
        self.portion = portion
    }

    /// The version of the rules in code that make lines of dues: `call.payer` and `call.line`. Raise it whenever the same dues make other lines.
    private static let revision: UInt8 = 1

    /// The mark of what a run is reckoned by: the rules of lines, those of projections, and the version of the projections. `nil` for a proof, which takes no
    /// run before on trust.
    ///
    /// Two versions that the same rules made can differ: a rebuild replaces damaged rows. So the first run after it compares all lines with what is due.
    func rules(in session: Session) throws -> String? {
        switch kind {
        case .making(let portfolio, _):
            let version = try portfolio.dueVersion(in: session)
            return hexadecimal([Self.revision] + portfolio.rulesMark) + "-\(version)"
        case .proving: return nil
        }
    }

    /// The next contracts in order of their identifiers, as known at a run; empty after the last.
    ///
    /// - Parameter contract: the last contract before these; `nil` for the first ones.
    func dues(of run: BillingRun, after contract: UUID?, in session: Session) throws -> [DueContract] {
        switch kind {
        case .making(let portfolio, _):
            return try portfolio.dues(knownAt: run.knownAt, through: run.position, after: contract, atMost: portion, in: session)
        case .proving:
            // As many as the projections give: contracts of which nothing was known then do not count.
            let contracts = try EventLog.contracts(after: contract, recordedBy: run.knownAt.microseconds, atMost: portion, in: session)
            return try foldedDues(of: contracts, knownAt: run.knownAt, in: session)
        }
    }

    /// What contracts come to by the events that were known at an instant.
    private func foldedDues(of contracts: [UUID], knownAt instant: Instant, in session: Session) throws -> [DueContract] {
        let histories = try EventLog.events(of: contracts, in: session)
        return try contracts.map { id in
            let events = histories[id, default: []].prefix { $0.recordedAt <= instant.microseconds }
            let contract = try Contract(events: events.map { try RecordedFact($0) }, knownAt: instant, schemes: schemes)
            let situation = contract.situation
            return DueContract(
                id: id, recordedAt: events.map { Instant(microseconds: $0.recordedAt) }, liabilities: situation.liabilities,
                employers: situation.employer)
        }
    }
}
