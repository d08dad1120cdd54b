/// Whose account a sum stands on.
public enum AccountHolder: Hashable, Sendable {
    /// The employer with this code.
    case employer(String)
    /// The agent of this contract.
    case agent(BilledContract)

    /// The holder of the account on which a line stands.
    public init(of line: CallLine) {
        self = line.payer.employer.map { .employer($0) } ?? .agent(line.contract)
    }

    /// The employer's code, or the contract's identifier.
    public var code: String {
        switch self {
        case .employer(let code): code
        case .agent(let contract): contract.description
        }
    }
}

/// Employers first, by code; then agents, by contract.
extension AccountHolder: Comparable {
    /// Whether `left` comes before `right`.
    public static func < (left: AccountHolder, right: AccountHolder) -> Bool {
        switch (left, right) {
        case (.employer(let one), .employer(let other)): one < other
        case (.agent(let one), .agent(let other)): one < other
        case (.employer, .agent): true
        case (.agent, .employer): false
        }
    }
}
