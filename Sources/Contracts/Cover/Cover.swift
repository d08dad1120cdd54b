/// A person's cover on a day.
public struct Cover: Hashable, Sendable {
    /// Whether care is paid for.
    public enum State: String, CaseIterable, Sendable {
        /// Covered.
        case covered
        /// Covered, while a proof is still awaited.
        case provisional
        /// Suspended by an unpaid absence.
        case suspended
        /// Not covered, because a proof is overdue.
        case lapsed
        /// Dispensed from affiliation.
        case exempt
        /// No cover.
        case none
    }

    /// The ground of a cover.
    public enum Basis: String, CaseIterable, Sendable {
        case active, paidAbsence, temporaryCessation, continuation, portability
    }

    /// The state.
    public let state: State
    /// The ground; `nil` when there is no cover.
    public let basis: Basis?

    /// A state and its ground.
    public init(_ state: State, _ basis: Basis? = nil) {
        self.state = state
        self.basis = basis
    }

    /// No cover.
    public static let none = Cover(.none)

    /// Whether care is paid for, finally or provisionally.
    public var isInForce: Bool { state == .covered || state == .provisional }
}
