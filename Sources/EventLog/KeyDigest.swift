import Crypto
import FoundationEssentials

/// Binds the row of an idempotency key to the last event of its command. The event's hash covers the digest.
///
/// The digest is SHA-256 over the row's salt, the first version of its events, the key with its length before it, and the fingerprint. All other
/// columns of the row say again what the event says.
///
/// The salt makes the digest worthless once the row is gone: an erasure destroys salt and fingerprint, and then nobody can test a guess of the
/// command against the digest, not even with the key of fingerprints.
struct KeyDigest: Sendable {
    /// Random, and kept in the row.
    let salt: UUID
    /// 32 bytes.
    let bytes: [UInt8]

    /// - Parameter firstVersion: the version of the first event of the key's command.
    init(_ key: IdempotencyKey, firstVersion: Int, salt: UUID) {
        self.init(key.key, key.fingerprint, firstVersion: Int32(firstVersion), salt: salt)
    }

    /// The digest of a row that is kept.
    init(_ key: String, _ fingerprint: [UInt8], firstVersion: Int32, salt: UUID) {
        self.salt = salt
        var covered: [UInt8] = []
        covered.reserveCapacity(24 + key.utf8.count + fingerprint.count)
        withUnsafeBytes(of: salt.uuid) { covered.append(contentsOf: $0) }
        covered.add(firstVersion)
        covered.add(key)
        covered.append(contentsOf: fingerprint)
        var hash = SHA256()
        covered.withUnsafeBytes { hash.update(bufferPointer: $0) }
        bytes = hash.finalize().withUnsafeBytes(Array.init)
    }
}
