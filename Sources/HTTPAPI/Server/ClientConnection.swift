import NIOCore
import NIOHTTP1

/// A client's connection: reads its requests, has them answered one after the other, and writes the answers.
///
/// While it waits for a request it has no task, and little memory. Each request has one task, which is cancelled when its time is up. Used on its event loop
/// only.
final class ClientConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = IOData

    let settings: ConnectionSettings
    let peer = Peer()
    /// Where it lies in the channel's pipeline; nil when it is there no more.
    private(set) var context: ChannelHandlerContext?
    let loop: any EventLoop
    /// Runs the tasks of its requests.
    let executor: EventLoopExecutor

    var order = RequestOrder()
    /// The request that is being answered.
    var exchange: Exchange?
    /// The task that answers it.
    var task: Task<Void, Never>?
    /// Whether the head of its answer is written.
    var hasBegun = false
    /// Where its body goes while that comes, and whether there is room for more of it.
    var body: (arriving: ArrivingBody, isFull: Bool)?
    var isReadWanted = false
    /// Whether requests that waited are being taken.
    var isServing = false

    /// Waits for the client to take what was written.
    var writer: CheckedContinuation<Void, any Error>?
    /// Whether the channel is closed as soon as all is written: the client needs no time to read it, as it has sent all, or we are stopping.
    var closesAtOnce = false

    /// When the answer under way must have begun; nil: at no time.
    var due: NIODeadline?
    /// When something last came, or an answer ended.
    var lastActive: NIODeadline
    /// When the client last took something of what was written.
    var lastTaken: NIODeadline
    /// How many bytes it had not taken when that was last looked at, and those written since; nil: nobody looked yet.
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
        // A connection keeps the buffer into which it read last: it begins small, and grows while much arrives.
        try? options?.setOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 64 * 1024))
        // Of what the client has not taken, little lies in the system: memory is bounded there too, and that it takes something shows soon.
        try? options?.setOption(.tcpOption(.unsentBytes), value: 128 * 1024)
        // A client whose machine is gone is noticed, however little is sent to it.
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
