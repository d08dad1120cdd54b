public import CivilTime
import Contracts

/// The rule of lines (`call.line`): what is due as known at a run, less all lines before.
///
/// This one rule covers a contract seen late, rescissions, late tariffs, death, portability, and a payer that changes for months already
/// called: they leave one payer and come to the other. Conservation follows from it: the lines of all runs and what the last states
/// prescribed add up to what is due.
///
/// Whoever changes what is called of the same dues, here or in `FlowsByPayer`, raises `RunSources.revision`: the next run then compares all lines.
public struct CallRule: Sendable {
    /// The months from the scheme's first through the last that is called.
    public let months: ClosedRange<Month>
    /// The last month that a run in force had called; `nil` before the first.
    public let lastCalled: Month?
    /// The terms after which an amount is not called, and the run's day; `nil` for an opening, which has none.
    private let limits: (prescription: Prescription, asOf: Day)?

    /// The rule for a run.
    ///
    /// - Parameters:
    ///   - scheme: the first month of the scheme. It is not after the run's month.
    ///   - run: not a cancelling one, whose lines are those that it cancels, negated.
    ///   - lastCalled: the last month that a run in force had called.
    ///   - prescription: the terms in force on the run's day.
    public init(from scheme: Month, for run: BillingRun, lastCalled: Month?, prescription: Prescription) {
        months = scheme...max(scheme, run.month ?? scheme)
        self.lastCalled = lastCalled
        limits = run.kind.isOpening ? nil : (prescription, run.asOf)
    }

    /// The rule for a regular run that is not accepted yet.
    ///
    /// - Parameters:
    ///   - scheme: the first month of the scheme.
    ///   - month: the month that the run would call.
    ///   - day: the day on which it would be made.
    ///   - prescription: the terms in force on that day.
    init(from scheme: Month, through month: Month, on day: Day, lastCalled: Month?, prescription: Prescription) {
        months = scheme...max(scheme, month)
        self.lastCalled = lastCalled
        limits = (prescription, day)
    }

    /// The months that no run in force had called; `nil` when there is none.
    public var uncalled: ClosedRange<Month>? {
        guard let lastCalled else { return months }
        return lastCalled < months.upperBound ? lastCalled.next...months.upperBound : nil
    }

    /// The lines of a contract in order of months, employers before the agent; and what is prescribed, in the same order.
    ///
    /// - Parameters:
    ///   - due: the flows due as known at the run.
    ///   - called: the sums of all lines before.
    ///   - learnt: what was learnt since the last run in force. It is asked only if there is an adjustment.
    public func lines(
        of contract: BilledContract, due: FlowsByPayer, called: FlowsByPayer, learnt: () -> Learnt
    ) -> (lines: [CallLine], prescribed: [PrescribedAmount]) {
        lines(of: contract, open: (due - called).amounts(in: months), learnt: learnt)
    }

    /// The same for a contract of which nothing was learnt since the last run in force. What is open of it follows from conservation, and its lines before
    /// need not be read: of the months that were called, what that run stated as prescribed; of the others, all that is due.
    ///
    /// - Parameters:
    ///   - due: the flows due in the months ``uncalled``, in order.
    ///   - prescribed: what the last run in force stated as prescribed of the contract, in order.
    public func lines(
        of contract: BilledContract, dueUncalled due: [PayerMonth], prescribedBefore prescribed: [PrescribedAmount]
    ) -> (lines: [CallLine], prescribed: [PrescribedAmount]) {
        lines(
            of: contract, open: prescribed.map { PayerMonth(month: $0.month, payer: $0.payer, flows: $0.flows) } + due,
            learnt: { .nothing })
    }

    /// - Parameter open: the flows due that no line before calls, in order.
    private func lines(
        of contract: BilledContract, open: [PayerMonth], learnt: () -> Learnt
    ) -> (lines: [CallLine], prescribed: [PrescribedAmount]) {
        var lines: [CallLine] = []
        var prescribed: [PrescribedAmount] = []
        var since: Learnt?
        for amount in open {
            let (month, payer) = (amount.month, amount.payer)
            let late = limits.map { $0.prescription.prescribed(amount.flows, of: payer, month: month, on: $0.asOf) } ?? .zero
            if late != .zero { prescribed.append(PrescribedAmount(contract: contract, month: month, payer: payer, flows: late)) }
            let flows = amount.flows - late
            if flows == .zero { continue }
            if lastCalled.map({ month > $0 }) ?? true {
                lines.append(CallLine(contract: contract, month: month, payer: payer, origin: .call, flows: flows))
            } else {
                let cause = since ?? learnt()
                since = cause
                lines.append(CallLine(contract: contract, month: month, payer: payer, origin: .adjustment, flows: flows, learnt: cause))
            }
        }
        return (lines, prescribed)
    }
}
