/// What a person's cover is on a day.
public struct Cover: Hashable, Sendable {
    /// Whether care is paid for.
    public enum State: String, CaseIterable, Sendable {
        /// Covered.
        case covered
        /// Covered, a proof is still awaited.
        case provisional
        /// Suspended by an unpaid absence.
        case suspended
        /// Not covered while a proof is overdue.
        case lapsed
        /// Dispensed from affiliation.
        case exempt
        /// No cover.
        case none
    }

    /// On what ground.
    public enum Basis: String, CaseIterable, Sendable {
        case active, paidAbsence, temporaryCessation, continuation, portability
    }

    /// The state.
    public let state: State
    /// The ground; `nil` where there is no cover to ground.
    public let basis: Basis?

    /// A state, and the ground of it.
    public init(_ state: State, _ basis: Basis? = nil) {
        self.state = state
        self.basis = basis
    }

    /// No cover.
    public static let none = Cover(.none)

    /// Whether care is paid for, finally or until a proof fails to come.
    public var isInForce: Bool { state == .covered || state == .provisional }
}
