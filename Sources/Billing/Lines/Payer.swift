/// Who is asked for flows of a contract's month.
public enum Payer: Hashable, Sendable {
    /// The employer with this code.
    case employer(String)
    /// The contract's agent.
    case agent

    /// The employer's code; `nil` for the agent.
    public var employer: String? { if case .employer(let code) = self { code } else { nil } }
}

/// Employers first, by code; the agent last.
extension Payer: Comparable {
    /// Whether `left` comes before `right`.
    public static func < (left: Payer, right: Payer) -> Bool {
        switch (left, right) {
        case (.employer(let one), .employer(let other)): one < other
        case (.employer, .agent): true
        case (.agent, _): false
        }
    }
}
