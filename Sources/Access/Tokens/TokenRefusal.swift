/// Why a bearer token is refused. For the log: contains nothing of the token.
public enum TokenRefusal: String, Error, Sendable, CaseIterable {
    /// It has the form neither of a JWT nor of an API key.
    case unknown
    /// It has more than 8 KiB.
    case tooLong
    /// It does not have three parts of strict base64url, or a part is no JSON object.
    case malformed
    /// Its `typ` is not that of an access token.
    case type
    /// Its header has `crit`, or brings or names its own key.
    case headerField
    /// Its `alg` is not allowed.
    case algorithm
    /// It names no key.
    case keyMissing
    /// It names a key that the issuer does not publish.
    case keyUnknown
    /// Its `alg` differs from its key's algorithm.
    case keyAlgorithm
    /// Its key did not make its signature.
    case signature
    /// Another issuer made it.
    case issuer
    /// It is meant for another audience.
    case audience
    /// It has expired, or has no expiry.
    case expired
    /// Its time of issue is in the future or missing.
    case issuedAt
    /// It is not valid yet.
    case notBefore
    /// It names no subject, or one of more than 255 bytes.
    case subject
    /// It was made for another party: its `azp` is not our client.
    case authorizedParty
    /// It is an ID token for another sign-in: its `nonce` is not ours.
    case nonce
    /// Its `at_hash` does not match the access token beside it.
    case accessTokenHash
    /// It is an ID token: it has a `nonce`.
    case idToken
    /// No value of its claim is mapped to a role.
    case role
    /// It gives the role `employer` without an employer's code.
    case employer
    /// It belongs to an agent who is not tied to a contract.
    case agent
    /// No API key has this id and secret.
    case apiKey
    /// The key was revoked.
    case revoked

    /// Whether the token may be a guess: it had no valid signature and no valid key secret.
    public var isGuess: Bool {
        switch self {
        case .unknown, .tooLong, .malformed, .type, .headerField, .algorithm, .keyMissing, .keyUnknown, .keyAlgorithm, .signature, .apiKey:
            true
        case .issuer, .audience, .expired, .issuedAt, .notBefore, .subject, .authorizedParty, .nonce, .accessTokenHash, .idToken, .role,
            .employer, .agent, .revoked:
            false
        }
    }
}
