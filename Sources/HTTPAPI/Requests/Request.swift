import HTTPTypes
import Hummingbird
import NIOCore

/// A request as routes read it.
struct Request: Sendable {
    /// The bytes that follow its head.
    enum Body: Sendable {
        /// They came with the head.
        case whole(ByteBuffer)
        /// They are still coming.
        case arriving(RequestBody)

        /// All of them, as they come.
        var sequence: RequestBody {
            switch self {
            case .whole(let bytes): RequestBody(buffer: bytes)
            case .arriving(let body): body
            }
        }
    }

    let method: HTTPRequest.Method
    /// The path and the query, as they were sent.
    let target: String
    /// The host that it names first: empty when HTTP/1.0 names none, nil when another names none.
    let host: String?
    /// Its fields but the first `Host`.
    let headers: HTTPFields
    var body: Body
    private let pathEnd: String.Index

    init(method: HTTPRequest.Method, target: String, host: String?, headers: HTTPFields, body: Body) {
        self.method = method
        self.target = target
        self.host = host
        self.headers = headers
        self.body = body
        pathEnd = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    }

    /// What stands before the query.
    var path: Substring { target[..<pathEnd] }

    /// What stands behind the first `?`; nil when there is none.
    var query: Substring? {
        guard pathEnd < target.endIndex else { return nil }
        let rest = target[target.utf8.index(after: pathEnd)...]
        return rest.utf8.firstIndex(of: UInt8(ascii: "#")).map { rest[..<$0] } ?? rest
    }

    /// The cookies that it brings.
    var cookies: Cookies { Cookies(from: headers[values: .cookie]) }
}
