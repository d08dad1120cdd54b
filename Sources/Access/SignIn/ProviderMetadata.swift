import JSON

/// The metadata of an OpenID provider (OpenID Connect Discovery; RFC 8414).
struct ProviderMetadata: Sendable {
    let authorizationEndpoint: String
    let tokenEndpoint: String
    /// The address at which a browser signs out at the provider.
    let endSessionEndpoint: String?
    /// Whether the provider names itself in each answer (RFC 9207).
    let namesIssuer: Bool

    /// The path below an issuer.
    static let path = "/.well-known/openid-configuration"

    /// Reads a metadata document.
    ///
    /// - Throws: when the issuer differs, an endpoint is missing or lacks TLS, or PKCE with S256 is not supported.
    init(parsing bytes: [UInt8], issuer: String, allowsLoopback: Bool) throws(ProviderTrouble) {
        guard let json = try? JSON(parsing: bytes), json.object != nil else { throw ProviderTrouble("metadata: no JSON object") }
        guard json["issuer"]?.string == issuer else { throw ProviderTrouble("metadata: issuer") }
        func endpoint(_ name: String) throws(ProviderTrouble) -> String? {
            guard let value = json[name] else { return nil }
            guard let url = value.string, IssuerServer.isProtected(url, allowsLoopback: allowsLoopback), Self.isPlain(url) else {
                throw ProviderTrouble("metadata: \(name)")
            }
            return url
        }
        guard let authorization = try endpoint("authorization_endpoint") else { throw ProviderTrouble("metadata: authorization_endpoint") }
        guard let token = try endpoint("token_endpoint") else { throw ProviderTrouble("metadata: token_endpoint") }
        authorizationEndpoint = authorization
        tokenEndpoint = token
        endSessionEndpoint = try endpoint("end_session_endpoint")
        namesIssuer = json["authorization_response_iss_parameter_supported"] == true
        if let methods = json["code_challenge_methods_supported"] {
            guard methods.array?.contains("S256") == true else { throw ProviderTrouble("metadata: code_challenge_methods_supported") }
        }
    }

    /// Whether a URL fits into a header, and can take more parameters.
    private static func isPlain(_ url: String) -> Bool { url.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") } }
}
