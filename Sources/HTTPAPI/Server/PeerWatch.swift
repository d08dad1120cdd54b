import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Watches the client of a connection: whether it is there, and whether it takes what is sent.
///
/// One that takes nothing for too long of what waits for it is cut off; one whose address has too many connections of strangers, at once.
final class PeerWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let peers: Peers
    private let peer = Peer()
    private let patience: TimeAmount
    /// Parts written that the system has not taken yet.
    private var waiting = 0
    private var lastTaken = NIODeadline.now()
    private var check: Scheduled<Void>?

    init(peers: Peers, patience: TimeAmount) {
        self.peers = peers
        self.patience = patience
    }

    func handlerAdded(context: ChannelHandlerContext) {
        peers.add(peer, on: context.channel)
        let options = context.channel.syncOptions
        // A connection keeps the buffer into which it read last: it begins small, and grows while much arrives.
        try? options?.setOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 64 * 1024))
        // Of what the client has not taken, little lies in the system: memory is bounded there too, and that it takes something shows soon.
        try? options?.setOption(.tcpOption(.unsentBytes), value: 128 * 1024)
        // A client whose machine is gone is noticed, however little is sent to it.
        try? options?.setOption(.tcpOption(.unacknowledgedFor), value: Int(2 * patience.nanoseconds / 1_000_000))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
        peer.giveUpPlace()
        peers.remove(from: context.channel)
    }

    func channelActive(context: ChannelHandlerContext) {
        guard peers.strangers.admit(peer, from: context.remoteAddress) else { return context.close(promise: nil) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer.depart(.gone)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { peer.depart(.silent) }
        if event is ChannelShouldQuiesceEvent { peer.depart(.stopping) }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let taken = promise ?? context.eventLoop.makePromise()
        if waiting == 0 { lastTaken = .now() }
        waiting += 1
        taken.futureResult.assumeIsolated().whenComplete { _ in
            self.waiting -= 1
            self.lastTaken = .now()
        }
        if check == nil { checkLater(context, at: lastTaken + patience) }
        context.write(data, promise: taken)
    }

    private func checkLater(_ context: ChannelHandlerContext, at deadline: NIODeadline) {
        check = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.check = nil
            guard self.waiting > 0 else { return }
            if self.lastTaken + self.patience > .now() { return self.checkLater(context, at: self.lastTaken + self.patience) }
            self.peer.depart(.stalled)
            context.close(promise: nil)
        }
    }
}

extension NIOBSDSocket.Option {
    /// `TCP_NOTSENT_LOWAT` of Linux.
    fileprivate static let unsentBytes = Self(rawValue: 25)
    /// `TCP_USER_TIMEOUT` of Linux, in milliseconds.
    fileprivate static let unacknowledgedFor = Self(rawValue: 18)
}
