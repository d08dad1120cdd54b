import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Sets connections up for HTTP/1.1.
struct ConnectionChannel: ServerChildChannel {
    /// A connection that is set up.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let connection: NIOLoopBound<ClientConnection>
    }

    let settings: ConnectionSettings

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            var limits = NIOHTTPDecoderLimitConfiguration()
            (limits.maxHeaderFieldSize, limits.maxHeaderListSize, limits.maxHeaderFieldCount) = (16 * 1024, 32 * 1024, 100)
            let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
            let connection = ClientConnection(settings, on: channel.eventLoop)
            try channel.pipeline.syncOperations.addHandlers(ByteToMessageHandler(decoder), connection)
            return Value(channel: channel, connection: NIOLoopBound(connection, eventLoop: channel.eventLoop))
        }
    }

    /// Returns when the connection is closed and its last task has ended.
    func handle(value: Value, logger: Logger) async {
        let (loop, connection) = (value.channel.eventLoop, value.connection)
        await withTaskCancellationHandler {
            try? await value.channel.closeFuture.get()
            while let task = try? await loop.submit({ connection.value.task }).get() { await task.value }
        } onCancel: {
            loop.execute { connection.value.cancelAll() }
        }
    }
}
