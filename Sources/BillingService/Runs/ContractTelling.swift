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
    /// A contract whose month differs from the month before for a reason that its row does not tell.
    struct Question: Sendable {
        let due: DueContract
        let month: Month
    }

    /// A contract's month, and the month before.
    struct Months: Sendable {
        let before: MonthProfile
        let after: MonthProfile
    }

    let run: BillingRun
    let schemes: Schemes

    /// What the months of contracts are made of.
    ///
    /// - Parameter known: contracts that were read before.
    func months(_ questions: [Question], known: [UUID: Contract], in session: Session) throws -> [UUID: Months] {
        let contracts = try known.merging(histories(of: questions.map(\.due.id).filter { known[$0] == nil }, in: session)) { old, _ in old }
        var told: [UUID: Months] = [:]
        told.reserveCapacity(questions.count)
        for question in questions {
            guard let contract = contracts[question.due.id] else { continue }
            let (lines, names) = (contract.lines, contract.schemeName)
            // A row tells the same as the events.
            let employers = question.due.employers
            func profile(_ month: Month) -> MonthProfile {
                MonthProfile(of: month, in: contract, lines, employers: employers, schemes: names, of: run.scheme)
            }
            told[question.due.id] = Months(before: profile(question.month.previous), after: profile(question.month))
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
