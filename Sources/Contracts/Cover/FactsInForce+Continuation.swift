import CivilTime

extension FactsInForce {
    /// The continuation of an unpaid absence; `nil` when none was requested.
    func continuation(of piece: StandingLine.Piece) -> Continuation? {
        guard piece.standing == .suspended, let request = continuationRequest(from: piece.from) else { return nil }
        // An end after the absence shortens nothing.
        let end = continuationEnds.from(piece.from).first?.effectiveOn
        return Continuation(period: piece.period.cut(before: end), request: request.version)
    }

    /// The version of the event that ended the continuation of an unpaid absence, up to `day`; `nil` when there is none.
    func endOfContinuation(of piece: StandingLine.Piece, on day: Day) -> Int? {
        guard continuation(of: piece) != nil else { return nil }
        return continuationEnds.all.first { piece.period.contains($0.fact.effectiveOn) && $0.fact.effectiveOn <= day }?.version
    }
}
