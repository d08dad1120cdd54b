public import Billing
public import Portfolio

/// A kind of work on the worklist: what the portfolio knows, or what waits about money.
public enum WorkTopic: Hashable, Sendable, CaseIterable, LosslessStringConvertible {
    /// A deadline of a contract, or two people who may be the same person.
    case portfolio(WorkFilter.Kind)
    /// Work about money.
    case money(MoneyWorkKind)

    /// The kinds of the portfolio, then those about money.
    public static let allCases = WorkFilter.Kind.allCases.map { WorkTopic.portfolio($0) } + MoneyWorkKind.allCases.map { .money($0) }

    /// Reads a name of the interface: `proofOverdue`, `handOverDue`.
    public init?(_ text: String) {
        if let kind = MoneyWorkKind(rawValue: text) {
            self = .money(kind)
        } else {
            guard let kind = WorkFilter.Kind(text) else { return nil }
            self = .portfolio(kind)
        }
    }

    /// The name in the interface.
    public var description: String {
        switch self {
        case .portfolio(let kind): kind.description
        case .money(let kind): kind.rawValue
        }
    }
}
