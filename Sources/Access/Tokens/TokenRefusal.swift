/// Why a bearer token does not tell who calls. For the log: it holds nothing of the token.
public enum TokenRefusal: String, Error, Sendable, CaseIterable {
    /// It has neither the form of a JWT nor that of a key of ours.
    case unknown
    /// It has more than 8 KiB.
    case tooLong
    /// It has other than three parts of strict base64url, or a part that is not a JSON object.
    case malformed
    /// Its `typ` is not that of an access token.
    case type
    /// Its header has `crit`, or brings or names a key of its own.
    case headerField
    /// Its `alg` is none of those allowed.
    case algorithm
    /// It names no key.
    case keyMissing
    /// It names a key that the issuer does not publish.
    case keyUnknown
    /// Its `alg` is not that of its key.
    case keyAlgorithm
    /// Its signature is not that of its key.
    case signature
    /// Another issuer made it.
    case issuer
    /// It is meant for another audience.
    case audience
    /// It has expired, or does not say when it does.
    case expired
    /// It says that it was made in the future, or does not say when.
    case issuedAt
    /// It is not valid yet.
    case notBefore
    /// It names no subject, or one of more than 255 bytes.
    case subject
    /// It was made for another party: its `azp` is not our client.
    case authorizedParty
    /// It is an ID token for another sign-in: its `nonce` is not ours.
    case nonce
    /// Its `at_hash` is not that of the access token beside it.
    case accessTokenHash
    /// It is an ID token: it has a `nonce`.
    case idToken
    /// No value of its claim is mapped to a role.
    case role
    /// It is an employer's and has no employer's code.
    case employer
    /// It is an agent's whom nobody tied to a contract.
    case agent
    /// No key of ours has this id and secret.
    case apiKey
    /// The key was revoked.
    case revoked

    /// Whether it may be somebody's guess: neither a signature of the issuer nor the secret of a key was right.
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
