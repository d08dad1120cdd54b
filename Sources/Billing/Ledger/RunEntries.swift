import CivilTime
import Contracts

/// The entries of a run's lines: one for each payer's month, and one for each refund between employer and agent.
///
/// An employer's month sums the lines of all its contracts, so it is complete only after the last of them.
public struct RunEntries: Sendable {
    private struct EmployersMonth: Hashable {
        let employer: String
        let month: Month
    }

    private let run: BillingRun
    private var sums: [EmployersMonth: Flows] = [:]

    /// The entries of a run; `nil` for one that has none (``RunBook/isEntered(_:)``).
    ///
    /// - Parameter book: the runs of its scheme, among them the one that it cancels.
    public init?(of run: BillingRun, in book: RunBook) {
        guard book.isEntered(run) else { return nil }
        self.run = run
    }

    /// Takes the next line, and returns the entries that it makes by itself.
    public mutating func take(_ line: CallLine) -> [LedgerDraft] {
        guard let employer = line.payer.employer else {
            let flows = (employerPart: line.flows.employerToInsurer, agentPart: line.flows.agentToInsurer)
            return LedgerDraft.call(flows, of: .agent(line.contract), month: line.month, by: run).map { [$0] } ?? []
        }
        sums[EmployersMonth(employer: employer, month: line.month), default: .zero] += line.flows
        return LedgerDraft.memo(line, by: run).map { [$0] } ?? []
    }

    /// The entries of the employers' months, by code and month.
    public var employers: [LedgerDraft] {
        sums.sorted { ($0.key.employer, $0.key.month) < ($1.key.employer, $1.key.month) }.compactMap { key, sum in
            LedgerDraft.call(
                (employerPart: sum.employerToInsurer, agentPart: sum.agentToInsurer), of: .employer(key.employer), month: key.month, by: run
            )
        }
    }
}
