import Crypto
import JSON

extension TokenRules {
    /// What an ID token says (OpenID Connect Core, 3.1.3.7), once its signature and each of its claims was checked.
    ///
    /// - Parameters:
    ///   - client: our id at the provider: whom the token must be made for.
    ///   - nonce: what the sign-in sent along; nil when the token answers no sign-in, but a refresh token.
    ///   - accessToken: the access token that came beside it.
    ///   - now: seconds since 1970.
    func check(
        idToken token: SignedToken, for client: String, nonce: String?, besides accessToken: String?, with keys: PublishedKeys, now: Double
    ) throws(TokenRefusal) -> TokenClaims {
        guard token.isPlainType else { throw .type }
        try keys.verify(token)
        let claims = token.claims
        let bearer = try bearer(of: claims, madeFor: client, now: now)
        let party = claims["azp"]
        guard party == nil ? claims.audiences.count == 1 : party?.string == client else { throw .authorizedParty }
        if let nonce, claims["nonce"]?.string != nonce { throw .nonce }
        if let hash = claims["at_hash"] {
            guard let accessToken, hash.string == token.halfHash(of: accessToken) else { throw .accessTokenHash }
        }
        return bearer
    }
}

extension SignedToken {
    /// The left half of a text's hash, by the hash of the token's own algorithm.
    fileprivate func halfHash(of text: String) -> String {
        let bytes = Array(text.utf8)
        let hash = algorithm == "EdDSA" ? Array(SHA512.hash(data: bytes)) : Array(SHA256.hash(data: bytes))
        return Base64URL.encode(hash.prefix(hash.count / 2))
    }
}
