import Crypto
import JSON

extension TokenRules {
    /// Checks an ID token's signature and claims (OpenID Connect Core, 3.1.3.7), and returns the claims.
    ///
    /// - Parameters:
    ///   - client: our id at the provider, which must be the token's audience.
    ///   - nonce: the nonce of the sign-in; nil when the token answers a refresh token.
    ///   - accessToken: the access token that came with the ID token.
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
    /// The left half of a text's hash, by the token's own hash algorithm.
    fileprivate func halfHash(of text: String) -> String {
        let bytes = Array(text.utf8)
        let hash = algorithm == "EdDSA" ? Array(SHA512.hash(data: bytes)) : Array(SHA256.hash(data: bytes))
        return Base64URL.encode(hash.prefix(hash.count / 2))
    }
}
