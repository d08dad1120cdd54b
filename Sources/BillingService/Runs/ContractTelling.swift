import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Portfolio
import Postgres

/// Reads contracts as known at a run.
struct ContractTelling: Sendable {
    /// A contract of which a run needs more than its row.
    struct Question: Sendable {
        let due: DueContract
        /// The month that is compared with the one before; `nil` when why they differ is known.
        let month: Month?
        /// The balance of the agent's account after the run's entries.
        let balance: Money

        /// Whether the agent owes something.
        var owes: Bool { balance > .zero }
    }

    let run: BillingRun
    let schemes: Schemes

    /// What contracts tell.
    ///
    /// - Parameter known: contracts that were read before.
    func told(_ questions: [Question], known: [UUID: Contract], in session: Session) throws -> [UUID: ToldContract] {
        let contracts = try known.merging(histories(of: questions.map(\.due.id).filter { known[$0] == nil }, in: session)) { old, _ in old }
        var told: [UUID: ToldContract] = [:]
        told.reserveCapacity(questions.count)
        for question in questions {
            guard let contract = contracts[question.due.id] else { continue }
            let months = question.month.map { month in
                let (lines, names) = (contract.lines, contract.schemeName)
                // A row tells the same as the events.
                let employers = question.due.employers
                func profile(_ month: Month) -> MonthProfile {
                    MonthProfile(of: month, in: contract, lines, employers: employers, schemes: names, of: run.scheme)
                }
                return (before: profile(month.previous), after: profile(month))
            }
            told[question.due.id] = ToldContract(months: months, contract: question.owes ? contract : nil)
        }
        return told
    }

    /// Contracts as known at the run.
    func histories(of contracts: [UUID], in session: Session) throws -> [UUID: Contract] {
        if contracts.isEmpty { return [:] }
        return try EventLog.events(of: contracts, in: session).mapValues { events in
            let facts = try events.prefix { $0.recordedAt <= run.knownAt.microseconds }.map { try RecordedFact($0) }
            return try Contract(events: facts, knownAt: run.knownAt, schemes: schemes)
        }
    }
}
