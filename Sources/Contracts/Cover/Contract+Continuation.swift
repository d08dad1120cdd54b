import CivilTime

extension Contract {
    /// The continuation of an unpaid absence; `nil` when none was requested.
    func continuation(of piece: StandingLine.Piece) -> Continuation? { facts.continuation(of: piece) }

    /// The last day on which continuation of an unpaid absence can be requested, from the absence's first day.
    func continuationDeadline(of suspensionFrom: Day) -> Day {
        suspensionFrom.adding(days: scheme(on: suspensionFrom).parameters.continuationDays.value(on: suspensionFrom))
    }

    /// The last day to request continuation of an absence; `nil` for a paid absence, or after a request.
    func lastDayToRequestContinuation(of piece: StandingLine.Piece) -> Day? {
        piece.standing == .suspended && continuation(of: piece) == nil ? continuationDeadline(of: piece.from) : nil
    }

    /// Whether the glance's day is in an unpaid absence for which continuation can still be requested.
    func mayRequestContinuation(_ glance: inout Glance) -> Bool {
        guard let piece = standing.on(&glance), let last = lastDayToRequestContinuation(of: piece) else { return false }
        return !glance.hasReached(last.next)
    }

    func check(_ request: ContinuationRequest) throws(Refusal) {
        let piece = standing.piece(on: request.suspensionFrom)
        guard let piece, piece.standing == .suspended, piece.from == request.suspensionFrom else {
            throw Refusal(.continuationNoSuspension, conflictsWith: piece?.event)
        }
        if let earlier = facts.continuationRequest(from: request.suspensionFrom) {
            throw Refusal(.continuationAlreadyRequested, conflictsWith: earlier.version)
        }
        if request.requestedOn > continuationDeadline(of: request.suspensionFrom) { throw Refusal(.continuationDeadline) }
    }

    func check(_ end: ContinuationEnd) throws(Refusal) {
        guard let piece = standing.piece(on: end.effectiveOn) else { throw Refusal(.continuationNotInForce) }
        guard let continuation = continuation(of: piece), continuation.period.contains(end.effectiveOn) else {
            let earlier = facts.endOfContinuation(of: piece, on: end.effectiveOn)
            throw Refusal(.continuationNotInForce, conflictsWith: earlier ?? piece.event)
        }
    }
}
