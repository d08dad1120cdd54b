import Hummingbird
import NIOCore

/// The body of a request that is answered while the body arrives. Reads no more than the handler asks for.
struct ArrivingBody {
    /// Makes the connection read more.
    struct Demand: NIOAsyncSequenceProducerDelegate {
        let connection: NIOLoopBound<ClientConnection>

        func produceMore() { connection.eventLoop.execute { connection.value.makeRoom() } }
        func didTerminate() { connection.eventLoop.execute { connection.value.makeRoom() } }
    }

    typealias Producer = NIOThrowingAsyncSequenceProducer<
        ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, Demand
    >

    private let source: Producer.Source
    /// The sequence that the handler reads.
    let body: RequestBody

    init(for connection: NIOLoopBound<ClientConnection>) {
        let producer = Producer.makeSequence(
            backPressureStrategy: .init(lowWatermark: 2, highWatermark: 10), finishOnDeinit: true, delegate: Demand(connection: connection))
        source = producer.source
        body = RequestBody(asyncSequence: producer.sequence)
    }

    /// Passes arrived bytes to the reader.
    ///
    /// - Returns: whether there is room for more.
    func add(_ bytes: ByteBuffer) -> Bool {
        switch source.yield(bytes) {
        case .stopProducing: false
        case .produceMore, .dropped: true
        }
    }

    /// Ends the body. With an error, the body is incomplete.
    func end(_ error: (any Error)? = nil) {
        if let error { source.finish(error) } else { source.finish() }
    }
}
