import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client goes on sending a request that is answered already.
///
/// The client gets some time to stop, so that it can read the answer first.
final class UnreadRequestLimit: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let patience: TimeAmount
    private var isReading = false
    /// Requests begun and not answered. More may arrive before the first is answered.
    private var unanswered = 0
    private var closing: Scheduled<Void>?

    init(patience: TimeAmount) {
        self.patience = patience
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReading = true
            unanswered += 1
        case .body: break
        case .end:
            isReading = false
            stopClosing()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered -= 1
            if isReading, unanswered == 0, closing == nil {
                closing = context.eventLoop.assumeIsolated().scheduleTask(in: patience) { context.close(promise: nil) }
            }
        }
        context.write(data, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stopClosing()
    }

    private func stopClosing() {
        closing?.cancel()
        closing = nil
    }
}
