public import CivilTime

/// What a month comes to, between the three parties.
public struct Flows: Hashable, Sendable {
    /// Paid by the employer to the insurer.
    public var employerToInsurer: Money
    /// Paid by the agent to the insurer.
    public var agentToInsurer: Money
    /// Refunded by the employer to the agent.
    public var employerToAgent: Money

    /// Three amounts.
    public init(employerToInsurer: Money, agentToInsurer: Money, employerToAgent: Money) {
        self.employerToInsurer = employerToInsurer
        self.agentToInsurer = agentToInsurer
        self.employerToAgent = employerToAgent
    }

    /// Nothing is due.
    public static let zero = Flows(employerToInsurer: .zero, agentToInsurer: .zero, employerToAgent: .zero)

    /// What is owed, or refunded where negative, when `right` was known before.
    public static func - (left: Flows, right: Flows) -> Flows {
        Flows(
            employerToInsurer: left.employerToInsurer - right.employerToInsurer,
            agentToInsurer: left.agentToInsurer - right.agentToInsurer,
            employerToAgent: left.employerToAgent - right.employerToAgent)
    }
}

/// What is owed, or refunded where negative, because more is known than before.
public struct Adjustment: Sendable {
    /// The flows as known, less those known before.
    public let flows: Flows
    /// Why; empty where nothing changed.
    public let because: [Reason]
}

/// A line of a month's cotisation: a price, and who bears it.
public struct CotisationLine: Hashable, Sendable {
    /// What the line is for.
    public enum Component: String, CaseIterable, Sendable {
        case base, option, partner, child, adultChild
    }

    /// What it is for.
    public let component: Component
    /// For whom, when it is not for the holder.
    public let beneficiary: BeneficiaryID?
    /// What the employer bears in the end.
    public let employerShare: Money
    /// What the agent bears in the end.
    public let agentShare: Money

    /// The whole price.
    public var amount: Money { employerShare + agentShare }
}

/// How a month is collected.
public struct Collection: Hashable, Sendable {
    /// The ways.
    public enum Method: String, CaseIterable, Sendable {
        case payroll, directDebit, none
    }

    /// The way.
    public let method: Method
    /// Whether direct debit lacks its mandate: the month is due all the same (G15).
    public let mandateMissing: Bool

    /// A way, and whether it lacks its mandate.
    public init(method: Method, mandateMissing: Bool) {
        self.method = method
        self.mandateMissing = mandateMissing
    }
}

/// What a month comes to, and why.
public struct Cotisation: Sendable {
    /// The month.
    public let month: Month
    /// The day that decides it.
    public let decidedOn: Day
    /// The holder's standing on that day.
    public let standing: Standing
    /// What it is made of.
    public let lines: [CotisationLine]
    /// Who pays what to whom.
    public let due: Flows
    /// How it is collected.
    public let collection: Collection
    /// The names of the parameters used that are not confirmed, sorted.
    public let unconfirmed: [String]
    /// The rules and events that decided.
    public let because: [Reason]
}
