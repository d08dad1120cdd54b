import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends requests to an issuer's servers. Follows no redirect; an answer may have 256 KiB and take ten seconds.
enum IssuerServer {
    /// The most bytes of an answer.
    static let limit = 256 * 1024

    /// Whether a URL begins with `https://`.
    ///
    /// - Parameter allowsLoopback: for tests: whether plain `http` to a port of 127.0.0.1 counts as well.
    static func isProtected(_ url: String, allowsLoopback: Bool) -> Bool {
        url.hasPrefix("https://") || allowsLoopback && url.hasPrefix("http://127.0.0.1:")
    }

    /// Sends a request and reads the whole answer.
    ///
    /// - Throws: `tooLarge` or `unreachable`.
    static func answer(to request: HTTPClientRequest) async throws(KeySource.Trouble) -> (status: Int, body: [UInt8]) {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
        // A client for each request: requests are rare, and no connection should stay open.
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<(status: Int, body: [UInt8]), KeySource.Trouble>
        do {
            let response = try await client.execute(request, timeout: .seconds(10))
            let body = try await response.body.collect(upTo: limit)
            result = .success((Int(response.status.code), Array(body.readableBytesView)))
        } catch is NIOTooManyBytesError { result = .failure(.tooLarge) } catch { result = .failure(.unreachable) }
        try? await client.shutdown()
        return try result.get()
    }
}
