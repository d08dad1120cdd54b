import Crypto

/// A table of values by unguessable secrets. Only the SHA-256 of each secret is kept.
///
/// The table is bounded: when full, a new entry replaces the least recently used one.
struct SecretTable<Value> {
    private struct Entry {
        let value: Value
        let end: ContinuousClock.Instant
        var used: ContinuousClock.Instant
    }

    private let limit: Int
    private let lifetime: Duration
    private let idleTime: Duration
    private var entries: [SHA256Digest: Entry] = [:]

    /// - Parameters:
    ///   - limit: the most entries.
    ///   - lifetime: how long an entry is valid.
    ///   - idleTime: how long an entry is valid without being found.
    init(limit: Int, lifetime: Duration, idleTime: Duration) {
        self.limit = limit
        self.lifetime = lifetime
        self.idleTime = idleTime
    }

    /// Adds a value, and returns its secret: 256 random bits.
    mutating func insert(_ value: Value, at now: ContinuousClock.Instant) -> String {
        entries = entries.filter { isValid($0.value, at: now) }
        if entries.count >= limit, let oldest = entries.min(by: { $0.value.used < $1.value.used }) { entries[oldest.key] = nil }
        let secret = Tokens.random()
        entries[Self.digest(secret)] = Entry(value: value, end: now + lifetime, used: now)
        return secret
    }

    /// The value of a secret; nil when the secret is unknown or no longer valid.
    mutating func find(_ secret: String, at now: ContinuousClock.Instant) -> Value? {
        let digest = Self.digest(secret)
        guard let entry = entries[digest], isValid(entry, at: now) else { return nil }
        entries[digest]?.used = now
        return entry.value
    }

    /// The value of a secret, which is unknown from now on; nil when the secret is unknown or no longer valid.
    mutating func take(_ secret: String, at now: ContinuousClock.Instant) -> Value? {
        guard let entry = entries.removeValue(forKey: Self.digest(secret)), isValid(entry, at: now) else { return nil }
        return entry.value
    }

    /// Removes the entries for whose values `isNamed` returns true.
    ///
    /// - Returns: how many of the removed entries were valid.
    mutating func remove(at now: ContinuousClock.Instant, _ isNamed: (Value) -> Bool) -> Int {
        let valid = entries.filter { isValid($0.value, at: now) }
        entries = valid.filter { !isNamed($0.value.value) }
        return valid.count - entries.count
    }

    private func isValid(_ entry: Entry, at now: ContinuousClock.Instant) -> Bool { now < entry.end && now < entry.used + idleTime }

    private static func digest(_ secret: String) -> SHA256Digest { SHA256.hash(data: Array(secret.utf8)) }
}
