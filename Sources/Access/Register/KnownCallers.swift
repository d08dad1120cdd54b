import Crypto

/// Callers by the SHA-256 of their tokens: a bounded cache.
///
/// It has two halves. When the young half is full it becomes the old one, whose entries are dropped unless they were found meanwhile.
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

    /// The caller of a token, unless the entry has ended or was made with other keys.
    mutating func find(_ token: SHA256Digest, at now: Double, generation: Int) -> Caller? {
        guard let entry = young[token] ?? old[token] else { return nil }
        guard now < entry.end, entry.generation.map({ $0 == generation }) ?? true else { return nil }
        if old.removeValue(forKey: token) != nil { keep(entry, for: token) }
        return entry.caller
    }

    /// Whether a token told a caller, however long ago.
    func hasHeld(_ token: SHA256Digest) -> Bool { young[token] != nil || old[token] != nil }

    /// - Parameters:
    ///   - end: when the entry ends; seconds since 1970.
    ///   - generation: of the keys by which the token was verified; nil when keys do not matter.
    mutating func insert(_ caller: Caller, for token: SHA256Digest, until end: Double, generation: Int?) {
        old[token] = nil
        keep(Entry(caller: caller, end: end, generation: generation), for: token)
    }

    /// Drops the entries that `isForgotten` names.
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
