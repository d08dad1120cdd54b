import NIOCore

/// The settings of connections, and the function that answers their requests.
struct ConnectionSettings: Sendable {
    /// Answers a request.
    ///
    /// - Throws: `HTTPParserError` when the request's body is malformed: nothing was answered.
    let answer: @Sendable (Request, Exchange) async throws -> Response
    let common: CommonHeaders
    let strangers: Strangers
    let date = HTTPDate()
    /// How long a connection may stay open without a complete request.
    let idleTimeout: TimeAmount
    /// How long a client may keep sending the body of an answered request.
    let restPatience: TimeAmount
    /// How long a client may take nothing of a waiting answer.
    let stallTimeout: TimeAmount
}
