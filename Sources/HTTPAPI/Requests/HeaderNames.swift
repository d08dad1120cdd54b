import HTTPTypes

extension HTTPField.Name {
    static let idempotencyKey = Self("Idempotency-Key")!  // a token of RFC 9110, like all names here
    static let idempotencyReplayed = Self("Idempotency-Replayed")!
    static let maintienSandbox = Self("Maintien-Sandbox")!
    static let traceparent = Self("traceparent")!
    static let xRequestID = Self("X-Request-Id")!
    static let xKnownAt = Self("X-Known-At")!
    static let xWaitForPosition = Self("X-Wait-For-Position")!
    static let xPosition = Self("X-Position")!
    static let xAccelBuffering = Self("X-Accel-Buffering")!
    /// A second `Host`: the first is the authority of the request.
    static let furtherHost = Self("Host")!
    static let lastEventID = Self("Last-Event-ID")!
    static let xFormToken = Self("X-Form-Token")!
    static let xForwardedFor = Self("X-Forwarded-For")!
    static let secFetchDest = Self("Sec-Fetch-Dest")!
    static let secFetchSite = Self("Sec-Fetch-Site")!
    static let link = Self("Link")!
    static let xFrameOptions = Self("X-Frame-Options")!
    static let referrerPolicy = Self("Referrer-Policy")!
    static let crossOriginResourcePolicy = Self("Cross-Origin-Resource-Policy")!
}
