import HTTPTypes
import Hummingbird
import NIOCore

/// The addresses of clients: that of the connection; behind a proxy, the one that the proxy added last to `X-Forwarded-For`.
struct ClientAddresses {
    let isBehindProxy: Bool

    /// The address that a request comes from; nil when it is not known.
    func address(of request: Request, on channel: any Channel) -> String? {
        let forwarded = isBehindProxy ? request.headers[values: .xForwardedFor].last?.split(separator: ",").last : nil
        return forwarded.map { $0.filter { $0 != " " && $0 != "\t" } } ?? channel.remoteAddress?.ipAddress
    }
}
