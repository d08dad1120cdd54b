import CivilTime

/// A separate contract that keeps the guarantees during an unpaid absence, at the agent's charge (G13, G14).
struct Continuation: Sendable {
    /// The days on which it is in force: from the first day of the absence, to its end or to an end asked for.
    let period: Period
    /// The version of the request.
    let request: Int
}
