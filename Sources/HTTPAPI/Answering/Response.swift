import HTTPTypes
import Hummingbird

/// An answer.
struct Response: Sendable {
    /// The body of an answer.
    enum Body: Sendable {
        /// No body, though the headers may describe one: an answer to `HEAD`.
        case none
        case bytes([UInt8])
        /// A body made while it is sent, no faster than the client takes it. It breaks off where the function throws.
        ///
        /// - Parameter length: the number of bytes; nil when unknown.
        case made(length: Int?, @Sendable (StreamWriter) async throws -> Void)
    }

    var status: HTTPResponse.Status
    /// The header fields. The fields that delimit the body are added at sending.
    var headers: HTTPFields
    var body: Body

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer with `bytes` of a media type.
    init(bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = type
        self.init(status: status, headers: headers, body: .bytes(bytes))
    }

    /// Adds a cookie for the browser to keep or to delete.
    mutating func setCookie(_ cookie: Cookie) { headers.append(HTTPField(name: .setCookie, value: cookie.description)) }

    /// Removes the body, and states its length where that is known.
    mutating func dropBody() {
        switch body {
        case .none, .made(nil, _): break
        case .bytes(let bytes): headers[.contentLength] = String(bytes.count)
        case .made(let length?, _): headers[.contentLength] = String(length)
        }
        body = .none
    }
}
