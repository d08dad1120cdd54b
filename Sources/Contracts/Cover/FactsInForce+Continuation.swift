import CivilTime

extension FactsInForce {
    /// The continuation of an unpaid absence; `nil` when none was requested.
    func continuation(of piece: StandingLine.Piece) -> Continuation? {
        guard piece.standing == .suspended, let request = continuationRequest(from: piece.from) else { return nil }
        // One that comes later than the absence cuts nothing off it.
        let end = continuationEnds.from(piece.from).first?.effectiveOn
        return Continuation(period: piece.period.cut(before: end), request: request.version)
    }

    /// The version of the event that ended the continuation of an unpaid absence, on a day of the absence or before; `nil` when none did.
    func endOfContinuation(of piece: StandingLine.Piece, on day: Day) -> Int? {
        guard continuation(of: piece) != nil else { return nil }
        return continuationEnds.all.first { piece.period.contains($0.fact.effectiveOn) && $0.fact.effectiveOn <= day }?.version
    }
}
