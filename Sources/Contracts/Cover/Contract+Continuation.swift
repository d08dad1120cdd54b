import CivilTime

/// A separate contract that keeps the guarantees during an unpaid absence, at the agent's charge (G13, G14).
struct Continuation: Sendable {
    /// The days on which it is in force: from the first day of the absence, to its end or to an end asked for.
    let period: Period
    /// The version of the request.
    let request: Int
}

extension Contract {
    /// The continuation of an unpaid absence; `nil` when none was requested.
    func continuation(of piece: StandingLine.Piece) -> Continuation? { facts.continuation(of: piece) }

    /// The last day on which continuation of an unpaid absence can be requested, from the absence's first day.
    func continuationDeadline(of suspensionFrom: Day) -> Day {
        suspensionFrom.adding(days: scheme(on: suspensionFrom).parameters.continuationDays.value(on: suspensionFrom))
    }

    func check(_ request: ContinuationRequest) throws(Refusal) {
        guard let piece = standing.piece(on: request.suspensionFrom), piece.standing == .suspended, piece.from == request.suspensionFrom
        else { throw Refusal(.continuationNoSuspension) }
        if facts.continuationRequests.contains(where: { $0.fact.suspensionFrom == request.suspensionFrom }) {
            throw Refusal(.continuationAlreadyRequested)
        }
        if request.requestedOn > continuationDeadline(of: request.suspensionFrom) { throw Refusal(.continuationDeadline) }
    }

    func check(_ end: ContinuationEnd) throws(Refusal) {
        guard let piece = standing.piece(on: end.effectiveOn), let continuation = continuation(of: piece),
            continuation.period.contains(end.effectiveOn)
        else { throw Refusal(.continuationNotInForce) }
    }
}

extension FactsInForce {
    /// The continuation of an unpaid absence; `nil` when none was requested.
    func continuation(of piece: StandingLine.Piece) -> Continuation? {
        guard piece.standing == .suspended,
            let request = continuationRequests.first(where: { $0.fact.suspensionFrom == piece.from })
        else { return nil }
        let end = continuationEnds.lazy.map(\.fact.effectiveOn).filter { piece.period.contains($0) }.min()
        return Continuation(period: piece.period.cut(before: end), request: request.version)
    }
}
