public import Postgres

extension EventLog {
    /// The position of the last event that was recorded by an instant; 0 when none was.
    ///
    /// An instant of the past is looked for by halving the positions: instants never go back along the log.
    ///
    /// - Parameter instant: in microseconds since 1970.
    public static func position(recordedBy instant: Int64, in session: Session) throws -> Int64 {
        let end = try head(in: session)
        guard let last = end.recordedAt, last > instant else { return end.position }
        var (known, later) = (Int64(0), end.position)
        while later - known > 1 {
            let middle = known + (later - known) / 2
            if try recordedAt(middle, in: session) ?? .min <= instant { known = middle } else { later = middle }
        }
        return known
    }
}
