import Crypto
import FoundationEssentials

/// Random salts for the keys of a draft. The system is asked for random bytes once: a draft of thousands of keys needs as many salts, and a system
/// call each costs more than a hash.
struct Salts: Sendable {
    /// Kept nowhere: without it, a salt tells nothing of the next.
    private let seed = SymmetricKey(size: .bits256)
    private var count: UInt64 = 0

    /// The first 16 bytes of SHA-256 over the seed and the number of the salt.
    mutating func next() -> UUID {
        count += 1
        var hash = SHA256()
        seed.withUnsafeBytes { hash.update(bufferPointer: $0) }
        withUnsafeBytes(of: count) { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
