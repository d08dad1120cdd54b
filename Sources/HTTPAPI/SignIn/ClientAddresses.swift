import HTTPTypes
import Hummingbird
import NIOCore

/// Finds the addresses of clients: the connection's address or, behind a proxy, the last one in `X-Forwarded-For`.
struct ClientAddresses {
    let isBehindProxy: Bool

    /// The address that a request comes from; nil when unknown.
    func address(of request: Request, on channel: any Channel) -> String? {
        let forwarded = isBehindProxy ? request.headers[values: .xForwardedFor].last?.split(separator: ",").last : nil
        return forwarded.map { $0.filter { $0 != " " && $0 != "\t" } } ?? channel.remoteAddress?.ipAddress
    }
}
