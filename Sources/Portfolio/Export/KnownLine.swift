import CivilTime

/// A timeline on both time axes: each piece with the instant since which it is known.
///
/// A piece that later knowledge leaves as it is stays one piece. So a full contract has some pieces for each fact, not all pieces for each fact.
struct KnownLine<Value: Equatable & Sendable> {
    /// A piece that is no longer known from `knownUntil` on; `nil` when it still is.
    typealias Ended = (_ piece: Timeline<Value>.Piece, _ knownFrom: Instant, _ knownUntil: Instant?) -> Void

    private var open: [(piece: Timeline<Value>.Piece, knownFrom: Instant)] = []

    /// Replaces what is known at an instant, and passes the pieces that are no longer known to `ended`.
    ///
    /// - Parameter line: `nil` when nothing is known any more.
    mutating func know(_ line: Timeline<Value>?, at instant: Instant, _ ended: Ended) {
        var former = open[...]
        open = (line?.pieces ?? []).map { piece in
            while let first = former.first, first.piece.start < piece.start {
                former.removeFirst()
                ended(first.piece, first.knownFrom, instant)
            }
            guard let first = former.first, first.piece.start == piece.start else { return (piece, instant) }
            former.removeFirst()
            if first.piece == piece { return first }
            ended(first.piece, first.knownFrom, instant)
            return (piece, instant)
        }
        for (piece, knownFrom) in former { ended(piece, knownFrom, instant) }
    }

    /// Passes the pieces that are known to the end.
    func finish(_ ended: Ended) {
        for (piece, knownFrom) in open { ended(piece, knownFrom, nil) }
    }
}

extension Timeline.Piece {
    /// Orders the pieces of a timeline by their first days.
    fileprivate var start: Int { period.from?.number ?? .min }
}
