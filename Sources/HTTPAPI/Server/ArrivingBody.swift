import Hummingbird
import NIOCore

/// The body of a request that is answered while it comes: no more is read than is asked for.
struct ArrivingBody {
    /// Tells the connection to read more.
    struct Demand: NIOAsyncSequenceProducerDelegate {
        let connection: NIOLoopBound<ClientConnection>

        func produceMore() { connection.eventLoop.execute { connection.value.makeRoom() } }
        func didTerminate() { connection.eventLoop.execute { connection.value.makeRoom() } }
    }

    typealias Producer = NIOThrowingAsyncSequenceProducer<
        ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, Demand
    >

    private let source: Producer.Source
    /// What reads it.
    let body: RequestBody

    init(for connection: NIOLoopBound<ClientConnection>) {
        let producer = Producer.makeSequence(
            backPressureStrategy: .init(lowWatermark: 2, highWatermark: 10), finishOnDeinit: true, delegate: Demand(connection: connection))
        source = producer.source
        body = RequestBody(asyncSequence: producer.sequence)
    }

    /// Hands on what came.
    ///
    /// - Returns: whether there is room for more.
    func add(_ bytes: ByteBuffer) -> Bool {
        switch source.yield(bytes) {
        case .stopProducing: false
        case .produceMore, .dropped: true
        }
    }

    /// Nothing more comes. With an error, the body is not whole.
    func end(_ error: (any Error)? = nil) {
        if let error { source.finish(error) } else { source.finish() }
    }
}
