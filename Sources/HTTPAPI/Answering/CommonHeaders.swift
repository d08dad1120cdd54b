import HTTPTypes

/// The headers of every answer: nothing may be cached, guessed, framed or loaded from elsewhere; and a sandbox says that it is one.
struct CommonHeaders: Sendable {
    private let headers: HTTPFields

    init(isSecure: Bool, isSandbox: Bool) {
        var headers: HTTPFields = [
            .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
            .referrerPolicy: "no-referrer", .xFrameOptions: "DENY", .crossOriginResourcePolicy: "same-origin",
        ]
        if isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
        if isSandbox { headers[.maintienSandbox] = "true" }
        self.headers = headers
    }

    /// Adds those that an answer does not have.
    func add(to answer: inout HTTPFields) {
        let own = answer
        for field in headers where !own.contains(field.name) { answer.append(field) }
    }
}
