import JSON

extension TokenRules {
    /// Checks a token's signature and claims, and returns the claims.
    ///
    /// - Parameter now: seconds since 1970.
    func check(_ token: SignedToken, with keys: PublishedKeys, now: Double) throws(TokenRefusal) -> TokenClaims {
        guard !token.isPlainType || takesPlainType else { throw .type }
        try keys.verify(token)
        // A token of `typ` JWT with a nonce is an ID token, not an access token.
        guard !token.isPlainType || token.claims["nonce"] == nil else { throw .idToken }
        return try bearer(of: token.claims, madeFor: audience, now: now)
    }

    /// Checks and reads the claims that access tokens and ID tokens share.
    func bearer(of claims: JSON, madeFor audience: String, now: Double) throws(TokenRefusal) -> TokenClaims {
        guard claims["iss"]?.string == issuer else { throw .issuer }
        guard claims.audiences.contains(audience) else { throw .audience }
        guard let expiry = claims["exp"]?.seconds, now < expiry + skew else { throw .expired }
        guard let issued = claims["iat"]?.seconds, issued <= now + skew else { throw .issuedAt }
        if let start = claims["nbf"] {
            guard let start = start.seconds, start <= now + skew else { throw .notBefore }
        }
        guard let subject = claims["sub"]?.string, !subject.isEmpty, subject.utf8.count <= 255 else { throw .subject }
        let given = claims[roleClaim]?.string.map { [$0] } ?? claims[roleClaim]?.array?.compactMap(\.string) ?? []
        guard let role = roles.first(where: { given.contains($0.value) })?.role else { throw .role }
        let employer = role == .employer ? claims[employerClaim]?.string : nil
        guard role != .employer || employer?.isEmpty == false else { throw .employer }
        return TokenClaims(subject: subject, role: role, employer: employer, end: expiry + skew)
    }
}

extension JSON {
    /// The audiences of the token. `aud` is one text or a list of texts.
    var audiences: [String] { self["aud"]?.string.map { [$0] } ?? self["aud"]?.array?.compactMap(\.string) ?? [] }

    /// A NumericDate (RFC 7519, 2): seconds since 1970, with a fraction or without.
    fileprivate var seconds: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        default: nil
        }
    }
}
