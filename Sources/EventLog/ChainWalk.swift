/// Verifies the log's events one by one, and throws at the first damaged event.
struct ChainWalk: Sendable {
    /// The head up to which the log is proven.
    private(set) var head: Head
    /// How many of the proven events cover an idempotency key that must be there.
    private(set) var keyCount = 0
    /// The rows of keys recorded before may be gone. In microseconds since 1970.
    private let keysFrom: Int64

    /// Starts behind a proven head.
    init(behind head: Head = .empty, keysFrom: Int64 = .min) { (self.head, self.keysFrom) = (head, keysFrom) }

    /// Verifies the next event.
    /// - Parameter followsItsContract: whether the event is the first of its contract, or the version before it has an earlier position.
    mutating func step(_ event: RecordedEvent, followsItsContract: Bool) throws(LogDamage) {
        let next = head.position + 1
        guard event.position >= next else { throw LogDamage(event, .duplicated) }
        guard event.position == next else { throw LogDamage(position: next, .missing) }
        guard followsItsContract else { throw LogDamage(event, .versionOutOfOrder) }
        if let earlier = head.recordedAt, event.recordedAt < earlier { throw LogDamage(event, .recordedAtGoesBack) }
        guard event.hash == EventHash.of(event, after: head.hash) else { throw LogDamage(event, .hashDiffers) }
        head = Head(position: event.position, hash: event.hash, recordedAt: event.recordedAt)
        if event.keyDigest?.isEmpty == false, event.recordedAt >= keysFrom { keyCount += 1 }
    }
}
