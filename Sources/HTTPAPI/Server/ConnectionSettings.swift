import NIOCore

/// How connections are held, and who answers their requests.
struct ConnectionSettings: Sendable {
    /// Answers a request.
    ///
    /// - Throws: `HTTPParserError` when the body of the request makes no sense: nothing was answered.
    let answer: @Sendable (Request, Exchange) async throws -> Response
    let common: CommonHeaders
    let strangers: Strangers
    let date = HTTPDate()
    /// How long a connection may stay open without a whole request.
    let idleTimeout: TimeAmount
    /// How long a client may go on sending the body of a request that is answered.
    let restPatience: TimeAmount
    /// How long a client may take nothing of an answer that waits for it.
    let stallTimeout: TimeAmount
}
