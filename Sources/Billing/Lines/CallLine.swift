public import CivilTime
public import Contracts

/// A line of a run: what a payer is asked for a contract's month, beyond all lines before.
public struct CallLine: Hashable, Sendable {
    /// Why a line is there.
    public enum Origin: String, CaseIterable, Sendable {
        /// The month is called for the first time.
        case call
        /// The month was called before, and more is known by now.
        case adjustment
        /// A run that called it is taken back.
        case cancellation
    }

    /// The contract.
    public let contract: BilledContract
    /// The month.
    public let month: Month
    /// Who is asked.
    public let payer: Payer
    /// Why the line is there.
    public let origin: Origin
    /// The amounts asked for; negative where given back.
    public let flows: Flows
    /// What was learnt since the last run in force; nothing unless the line is an adjustment.
    public let learnt: Learnt

    /// A line.
    public init(contract: BilledContract, month: Month, payer: Payer, origin: Origin, flows: Flows, learnt: Learnt = .nothing) {
        self.contract = contract
        self.month = month
        self.payer = payer
        self.origin = origin
        self.flows = flows
        self.learnt = learnt
    }

    /// The line that takes this one back.
    public var cancelled: CallLine {
        CallLine(contract: contract, month: month, payer: payer, origin: .cancellation, flows: .zero - flows)
    }
}
