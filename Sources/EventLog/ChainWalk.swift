/// A walk along the log from its beginning, which stops at the first event that is not as it was written.
struct ChainWalk: Sendable {
    /// How far everything is proven.
    private(set) var head = Head.empty

    /// Takes the next event.
    /// - Parameter followsItsContract: whether the event is the first of its contract, or the version before it has an earlier position.
    mutating func step(_ event: RecordedEvent, followsItsContract: Bool) throws(LogDamage) {
        let next = head.position + 1
        guard event.position >= next else { throw LogDamage(event, .duplicated) }
        guard event.position == next else { throw LogDamage(position: next, .missing) }
        guard followsItsContract else { throw LogDamage(event, .versionOutOfOrder) }
        if let earlier = head.recordedAt, event.recordedAt < earlier { throw LogDamage(event, .recordedAtGoesBack) }
        guard event.hash == EventHash.of(event, after: head.hash) else { throw LogDamage(event, .hashDiffers) }
        head = Head(position: event.position, hash: event.hash, recordedAt: event.recordedAt)
    }
}
