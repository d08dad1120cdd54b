import HTTPTypes
import Hummingbird

/// An answer.
struct Response: Sendable {
    /// What follows its head.
    enum Body: Sendable {
        /// Nothing, whatever the head says of a body: an answer to `HEAD`.
        case none
        case bytes([UInt8])
        /// Made while it is sent, no faster than the client takes it. It is broken off where the function throws.
        ///
        /// - Parameter length: how many bytes there will be; nil: nobody knows.
        case made(length: Int?, @Sendable (StreamWriter) async throws -> Void)
    }

    var status: HTTPResponse.Status
    /// Its fields. Those that say where the body ends are added when it is sent.
    var headers: HTTPFields
    var body: Body

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Bytes of a media type.
    init(bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = type
        self.init(status: status, headers: headers, body: .bytes(bytes))
    }

    /// Has the browser keep a cookie, or forget it.
    mutating func setCookie(_ cookie: Cookie) { headers.append(HTTPField(name: .setCookie, value: cookie.description)) }

    /// Leaves out the body, and says how long it is where that is known.
    mutating func dropBody() {
        switch body {
        case .none, .made(nil, _): break
        case .bytes(let bytes): headers[.contentLength] = String(bytes.count)
        case .made(let length?, _): headers[.contentLength] = String(length)
        }
        body = .none
    }
}
