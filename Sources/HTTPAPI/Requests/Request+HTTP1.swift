import HTTPTypes
import NIOHTTP1
import NIOHTTPTypesHTTP1

extension Request {
    /// A request of HTTP/1.
    ///
    /// - Throws: when the method is no token.
    init(_ head: HTTPRequestHead, body: Body) throws {
        var host: String?
        var headers = HTTPFields()
        headers.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            // The parser has already refused invalid names.
            guard let name = HTTPField.Name(name) else { continue }
            if host == nil, name == .furtherHost { host = value } else { headers.append(HTTPField(name: name, value: value)) }
        }
        if head.version.major == 1, head.version.minor == 0 { host = host ?? "" }
        self.init(
            method: try HTTPRequest.Method(head.method), target: Self.originForm(head.uri), host: host, headers: headers, body: body)
    }

    /// A target without its scheme and host, if any.
    private static func originForm(_ target: String) -> String {
        guard target.utf8.first != UInt8(ascii: "/"), let scheme = target.firstRange(of: "://") else { return target }
        let rest = target[scheme.upperBound...]
        guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
        return rest[start] == "?" ? "/" + rest[start...] : String(rest[start...])
    }
}
