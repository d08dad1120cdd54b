/// A reading as the access log keeps it.
public struct RecordedReading: Sendable, Hashable {
    /// Its place in the access log, from 1.
    public let position: Int64
    /// When it was recorded, in microseconds since 1970, by the database's clock.
    public let at: Int64
    /// What was read, and by whom.
    public let reading: Reading

    /// A reading in its place.
    public init(position: Int64, at: Int64, reading: Reading) {
        self.position = position
        self.at = at
        self.reading = reading
    }
}
