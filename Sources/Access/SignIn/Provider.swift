import AsyncHTTPClient
import FoundationEssentials
import JSON
import NIOCore
import NIOHTTP1
import Synchronization

/// The OpenID provider of one issuer, as its metadata describes it.
final class Provider: Sendable {
    /// The tokens that the token endpoint issues.
    struct IssuedTokens: Sendable {
        let idToken: String
        let accessToken: String?
        let refreshToken: String?
    }

    let settings: ProviderSettings
    private let issuer: String
    private let now: @Sendable () -> Double
    private let known = Mutex<(metadata: ProviderMetadata, end: Double)?>(nil)

    /// How many seconds the metadata is cached.
    private static let lifetime = 900.0
    /// The most concurrent requests to the provider. Anyone can cause them, so they must not use up the sockets.
    private static let most = 16
    private let underWay = Atomic(0)

    init(_ settings: ProviderSettings, issuer: String, now: @escaping @Sendable () -> Double) {
        (self.settings, self.issuer, self.now) = (settings, issuer, now)
    }

    /// The provider's metadata, from the cache or from the provider.
    ///
    /// - Throws: ``ProviderTrouble``.
    var metadata: ProviderMetadata {
        get async throws {
            let (now, known) = (now(), known.withLock { $0 })
            if let known, now < known.end { return known.metadata }
            let place = (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + ProviderMetadata.path
            guard IssuerServer.isProtected(place, allowsLoopback: settings.allowsLoopback) else {
                throw ProviderTrouble("the issuer is no https URL")
            }
            let (status, body) = try await answer(to: HTTPClientRequest(url: place))
            guard status == 200 else { throw ProviderTrouble("metadata: status \(status)") }
            let metadata = try ProviderMetadata(parsing: body, issuer: issuer, allowsLoopback: settings.allowsLoopback)
            self.known.withLock { $0 = (metadata, now + Self.lifetime) }
            return metadata
        }
    }

    /// Exchanges the code of a sign-in.
    ///
    /// - Throws: a ``SignInRefusal`` or ``ProviderTrouble``.
    func exchange(code: String, verifier: String) async throws -> IssuedTokens {
        try await tokens(for: [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirectAddress), ("code_verifier", verifier),
        ])
    }

    /// Exchanges a refresh token.
    ///
    /// - Throws: a ``SignInRefusal`` or ``ProviderTrouble``.
    func refresh(_ token: String) async throws -> IssuedTokens {
        try await tokens(for: [("grant_type", "refresh_token"), ("refresh_token", token)])
    }

    private func tokens(for parameters: [(name: String, value: String)]) async throws -> IssuedTokens {
        var (parameters, request) = (parameters, HTTPClientRequest(url: try await metadata.tokenEndpoint))
        request.method = .POST
        request.headers = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"]
        if let secret = settings.secret {
            let pair = "\(FormEncoding.encoded(settings.client)):\(FormEncoding.encoded(secret))"
            request.headers.add(name: "Authorization", value: "Basic \(Data(pair.utf8).base64EncodedString())")
        } else {
            parameters.append(("client_id", settings.client))
        }
        request.body = .bytes(ByteBuffer(string: FormEncoding.text(parameters)))
        let (status, body) = try await answer(to: request)
        let json = try? JSON(parsing: body)
        switch (status, json?["error"]?.string) {
        case (200, _): break
        // The provider refuses this service itself: another code would be refused, too.
        case (_, let error?) where ["invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope"].contains(error):
            throw ProviderTrouble("token endpoint: \(error)")
        case (400..<500, _?): throw SignInRefusal.code
        default: throw ProviderTrouble("token endpoint: status \(status)")
        }
        guard let json, json.object != nil else { throw ProviderTrouble("token endpoint: no JSON object") }
        guard let idToken = json["id_token"]?.string else { throw SignInRefusal.idTokenMissing }
        return IssuedTokens(idToken: idToken, accessToken: json["access_token"]?.string, refreshToken: json["refresh_token"]?.string)
    }

    private func answer(to request: HTTPClientRequest) async throws(ProviderTrouble) -> (status: Int, body: [UInt8]) {
        defer { underWay.subtract(1, ordering: .relaxed) }
        guard underWay.add(1, ordering: .relaxed).newValue <= Self.most else { throw ProviderTrouble("too many requests are under way") }
        do throws(KeySource.Trouble) { return try await IssuerServer.answer(to: request) } catch {
            throw ProviderTrouble("the provider's answer is \(error)")
        }
    }
}
