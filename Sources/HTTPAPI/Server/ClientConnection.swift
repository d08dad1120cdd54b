import NIOCore
import NIOHTTP1

/// A client's connection: reads requests, has them answered one after the other, and writes the answers.
///
/// While it waits for a request, it has no task and little memory. Each request has one task, cancelled when its time is up.
/// Used on its event loop only.
final class ClientConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = IOData

    let settings: ConnectionSettings
    let peer = Peer()
    /// The context in the channel's pipeline; nil once removed.
    private(set) var context: ChannelHandlerContext?
    let loop: any EventLoop
    /// Runs the tasks of the requests.
    let executor: EventLoopExecutor

    var order = RequestOrder()
    /// The request that is being answered.
    var exchange: Exchange?
    /// The task that answers it.
    var task: Task<Void, Never>?
    /// Whether the head of the answer is written.
    var hasBegun = false
    /// The arriving body of the request, and whether its buffer is full.
    var body: (arriving: ArrivingBody, isFull: Bool)?
    var isReadWanted = false
    /// Whether waiting requests are being taken.
    var isServing = false

    /// The writer that waits for the client to take written bytes.
    var writer: CheckedContinuation<Void, any Error>?
    /// Whether the channel closes as soon as all is written: the client has sent all, or the service stops.
    var closesAtOnce = false

    /// When the current answer must have begun; nil for no deadline.
    var due: NIODeadline?
    /// When input last arrived, or an answer ended.
    var lastActive: NIODeadline
    /// When the client last took written bytes.
    var lastTaken: NIODeadline
    /// The bytes not yet taken at the last check, plus those written since; nil before the first check.
    var untaken: Int?
    var dueAlarm = Alarm()
    var idleAlarm = Alarm()
    var stallAlarm = Alarm()
    var restAlarm = Alarm()

    init(_ settings: ConnectionSettings, on loop: any EventLoop) {
        self.settings = settings
        self.loop = loop
        executor = .on(loop)
        (lastActive, lastTaken) = (loop.now, loop.now)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let options = context.channel.syncOptions
        // A connection keeps its last read buffer. The buffer starts small and grows with the traffic.
        try? options?.setOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 64 * 1024))
        // Limits the unsent bytes in the system: this bounds its memory, and soon shows when the client takes bytes.
        try? options?.setOption(.tcpOption(.unsentBytes), value: 128 * 1024)
        // Detects a client whose machine is gone, even when little is sent to it.
        try? options?.setOption(.tcpOption(.unacknowledgedFor), value: Int(2 * settings.stallTimeout.nanoseconds / 1_000_000))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        peer.giveUpPlace()
        unsetAlarms()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        guard settings.strangers.admit(peer, from: context.remoteAddress) else { return context.close(promise: nil) }
        lastActive = loop.now
        watchIdleness()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer.depart(.gone)
        endBody(HTTPParserError.invalidEOFState)
        stopWaiting(ChannelError.ioOnClosedChannel)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        perform(order.take(unwrapInboundIn(data)))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        lastActive = loop.now
        perform(order.takenAll())
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if order.mayRead, body?.isFull != true { context.read() } else { isReadWanted = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError { return perform(order.broken(error)) }
        endBody(error)
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            peer.depart(.silent)
            closesAtOnce = true
            perform(order.inputClosed())
        case is ChannelShouldQuiesceEvent:
            peer.depart(.stopping)
            closesAtOnce = true
            perform(order.end())
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            lastTaken = loop.now
            writer.take()?.resume()
        }
        context.fireChannelWritabilityChanged()
    }
}

extension NIOBSDSocket.Option {
    /// `TCP_NOTSENT_LOWAT` of Linux.
    fileprivate static let unsentBytes = Self(rawValue: 25)
    /// `TCP_USER_TIMEOUT` of Linux, in milliseconds.
    fileprivate static let unacknowledgedFor = Self(rawValue: 18)
}
