import CivilTime

/// A separate contract that keeps the guarantees during an unpaid absence, paid by the agent (G13, G14).
struct Continuation: Sendable {
    /// The days in force: from the first day of the absence to its end, or to a requested end.
    let period: Period
    /// The version of the request.
    let request: Int
}
