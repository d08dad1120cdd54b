import Crypto

/// Callers by the SHA-256 of their tokens: a bounded cache.
///
/// The cache has two halves. A full young half replaces the old half. An entry found in the old half moves to the young one.
struct KnownCallers {
    private struct Entry {
        let caller: Caller
        let end: Double
        let generation: Int?
    }

    private let half: Int
    private var young: [SHA256Digest: Entry] = [:]
    private var old: [SHA256Digest: Entry] = [:]

    /// Keeps at most `limit` callers.
    init(limit: Int) { half = max(1, limit / 2) }

    var count: Int { young.count + old.count }

    /// The caller of a token; nil when the entry has ended or belongs to another generation of keys.
    mutating func find(_ token: SHA256Digest, at now: Double, generation: Int) -> Caller? {
        guard let entry = young[token] ?? old[token] else { return nil }
        guard now < entry.end, entry.generation.map({ $0 == generation }) ?? true else { return nil }
        if old.removeValue(forKey: token) != nil { keep(entry, for: token) }
        return entry.caller
    }

    /// Whether the token has an entry, ended or not.
    func hasHeld(_ token: SHA256Digest) -> Bool { young[token] != nil || old[token] != nil }

    /// - Parameters:
    ///   - end: when the entry ends; seconds since 1970.
    ///   - generation: the generation of the keys that verified the token; nil when no key was used.
    mutating func insert(_ caller: Caller, for token: SHA256Digest, until end: Double, generation: Int?) {
        old[token] = nil
        keep(Entry(caller: caller, end: end, generation: generation), for: token)
    }

    /// Drops the entries for which `isForgotten` returns true.
    mutating func forget(_ isForgotten: (SHA256Digest, Caller) -> Bool) {
        young = young.filter { !isForgotten($0.key, $0.value.caller) }
        old = old.filter { !isForgotten($0.key, $0.value.caller) }
    }

    private mutating func keep(_ entry: Entry, for token: SHA256Digest) {
        if young.count >= half, young[token] == nil {
            old = young
            young = [:]
        }
        young[token] = entry
    }
}
