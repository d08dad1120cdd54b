import HTTPTypes
import Hummingbird
import NIOCore

/// A request as routes read it.
struct Request: Sendable {
    /// The body of a request.
    enum Body: Sendable {
        /// The whole body came with the head.
        case whole(ByteBuffer)
        /// The body is still arriving.
        case arriving(RequestBody)

        /// All bytes, as they arrive.
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
    /// The first host named. Without one, empty for HTTP/1.0 and nil for other versions.
    let host: String?
    /// The header fields, without the first `Host`.
    let headers: HTTPFields
    var body: Body
    private let pathEnd: String.Index

    init(method: HTTPRequest.Method, target: String, host: String?, headers: HTTPFields, body: Body) {
        self.method = method
        self.target = target
        self.host = host
        self.headers = headers
        self.body = body
        pathEnd = target.utf8.place(of: "?") ?? target.endIndex
    }

    /// The part of the target before the query.
    var path: Substring { target[..<pathEnd] }

    /// The part of the target after the first `?`; nil when there is none.
    var query: Substring? {
        guard pathEnd < target.endIndex else { return nil }
        let rest = target[target.utf8.index(after: pathEnd)...]
        return rest.utf8.place(of: "#").map { rest[..<$0] } ?? rest
    }

    /// The cookies of the request.
    var cookies: Cookies { Cookies(from: headers[values: .cookie]) }
}
