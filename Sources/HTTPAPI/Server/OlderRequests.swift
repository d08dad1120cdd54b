import NIOCore
import NIOHTTP1

/// Makes requests of HTTP/1.0 look like those of HTTP/1.1, which the rest of the server knows only.
///
/// They need no `Host`, and their connection ends with the answer unless they ask for more.
final class OlderRequests: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.version.major == 1, head.version.minor == 0 else {
            return context.fireChannelRead(data)
        }
        if !head.headers.contains(name: "host") { head.headers.add(name: "host", value: "") }
        if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
