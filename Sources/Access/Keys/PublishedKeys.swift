import JSON
import JWTKit

/// The signing keys that an issuer publishes (RFC 7517), by their ids.
///
/// Each key is read alone here, and jwt-kit makes only the signature algorithms. Its own collection has three gaps: it uses its first key
/// for an unknown `kid`. For a key without `alg`, it keeps the first token's `alg`. It refuses a whole set for one unknown key.
struct PublishedKeys: Sendable {
    private struct Key: Sendable {
        /// Algorithms by name: one, or several for a key that names none.
        let algorithms: [String: any JWTAlgorithm]
    }

    /// The most keys that a set may have.
    static let limit = 64
    private let keys: [String: Key]

    /// The bytes are not a usable set of keys.
    struct Unreadable: Error {}

    /// No keys.
    init() { keys = [:] }

    /// Reads the usable keys of a set, and leaves out keys of another use or kind. A set without a usable key is refused.
    init(parsing bytes: [UInt8], takingKeysWithoutAlgorithm: Bool) async throws {
        guard let json = try? JSON(parsing: bytes), let members = json["keys"]?.array, members.count <= Self.limit else {
            throw Unreadable()
        }
        var keys: [String: Key] = [:]
        for member in members {
            guard let id = member["kid"]?.string, !id.isEmpty, keys[id] == nil, Self.isForSignatures(member) else { continue }
            guard let names = Self.algorithmNames(of: member, orAllThatFit: takingKeysWithoutAlgorithm) else { continue }
            var algorithms: [String: any JWTAlgorithm] = [:]
            for name in names { algorithms[name] = try? await Self.algorithm(name, of: member) }
            if !algorithms.isEmpty { keys[id] = Key(algorithms: algorithms) }
        }
        guard !keys.isEmpty else { throw Unreadable() }
        self.keys = keys
    }

    func contains(_ id: String) -> Bool { keys[id] != nil }

    /// Verifies the token's signature, by the key and the algorithm that the token names.
    func verify(_ token: SignedToken) throws(TokenRefusal) {
        guard let key = keys[token.keyID] else { throw .keyUnknown }
        guard let algorithm = key.algorithms[token.algorithm] else { throw .keyAlgorithm }
        guard (try? algorithm.verify(token.signature, signs: token.signedBytes)) == true else { throw .signature }
    }

    /// Whether this is a public key with `use: sig` and, where given, `verify` in `key_ops`. A published private key is not trusted.
    private static func isForSignatures(_ key: JSON) -> Bool {
        guard key["use"]?.string == "sig", key["d"] == nil, key["k"] == nil else { return false }
        guard let operations = key["key_ops"] else { return true }
        return operations.array?.contains { $0.string == "verify" } ?? false
    }

    private static func algorithmNames(of key: JSON, orAllThatFit takesAll: Bool) -> [String]? {
        let fitting: [String]
        switch (key["kty"]?.string, key["crv"]?.string) {
        case ("RSA", _): fitting = ["RS256", "PS256"]
        case ("EC", "P-256"): fitting = ["ES256"]
        case ("OKP", "Ed25519"): fitting = ["EdDSA"]
        default: return nil
        }
        guard let name = key["alg"] else { return takesAll ? fitting : nil }
        return name.string.flatMap { fitting.contains($0) ? [$0] : nil }
    }

    /// One algorithm of one key. jwt-kit makes it, from a collection with this key only, and refuses RSA below 2048 bits.
    private static func algorithm(_ name: String, of key: JSON) async throws -> any JWTAlgorithm {
        func part(_ field: String, atMost limit: Int = 1400) throws -> String {
            guard let text = key[field]?.string, text.utf8.count <= limit, Base64URL.decode(text.utf8) != nil else { throw Unreadable() }
            return text
        }
        let id: JWKIdentifier = "key"
        let jwk: JWK
        switch name {
        case "RS256": jwk = .rsa(.rs256, identifier: id, modulus: try part("n"), exponent: try part("e", atMost: 8))
        case "PS256": jwk = .rsa(.ps256, identifier: id, modulus: try part("n"), exponent: try part("e", atMost: 8))
        case "ES256": jwk = .ecdsa(.es256, identifier: id, x: try part("x"), y: try part("y"), curve: .p256)
        default: jwk = .octetKeyPair(.eddsa, identifier: id, x: try part("x"), y: nil, curve: .ed25519)
        }
        return try await JWTKeyCollection().add(jwk: jwk).getKey(for: id)
    }
}
