import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Reads contracts as known at a run.
struct ContractTelling: Sendable {
    /// A contract whose month differs from the month before for a reason that its row does not tell.
    struct Question: Sendable {
        let contract: UUID
        /// Its employer on every day: a row tells the same as the events.
        let employers: Timeline<String?>
        let month: Month
    }

    /// A contract's month, and the month before.
    struct Months: Sendable {
        let before: MonthProfile
        let after: MonthProfile
    }

    let run: BillingRun
    let schemes: Schemes

    /// How many contracts have their events in memory at once.
    private static let atOnce = 500

    /// What the months of contracts are made of.
    ///
    /// - Parameter known: contracts that were read before.
    func months(_ questions: [Question], known: [UUID: Contract], in session: Session) throws -> [UUID: Months] {
        var told: [UUID: Months] = [:]
        told.reserveCapacity(questions.count)
        var rest = questions[...]
        while !rest.isEmpty {
            let next = rest.prefix(Self.atOnce)
            rest = rest[next.endIndex...]
            let read = try histories(of: next.map(\.contract).filter { known[$0] == nil }, in: session)
            for question in next {
                guard let contract = known[question.contract] ?? read[question.contract] else { continue }
                told[question.contract] = months(question, of: contract)
            }
        }
        return told
    }

    private func months(_ question: Question, of contract: Contract) -> Months {
        let (lines, names) = (contract.lines, contract.schemeName)
        func profile(_ month: Month) -> MonthProfile {
            MonthProfile(of: month, in: contract, lines, employers: question.employers, schemes: names, of: run.scheme)
        }
        return Months(before: profile(question.month.previous), after: profile(question.month))
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
