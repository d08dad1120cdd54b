import CoreMetrics
import Logging
import NIOCore

/// Records an answer that goes on after its beginning: how many there are now, and how each ended.
struct StreamRecord: Sendable {
    let active: any MeterHandler
    let logger: Logger
    let route: String

    /// The same function, recorded while it makes the answer. What it logs goes under the request's trace.
    func recording(
        _ make: @escaping @Sendable (StreamWriter) async throws -> Void
    ) -> @Sendable (StreamWriter) async throws -> Void {
        { stream in
            let start = ContinuousClock.now
            active.increment(by: 1)
            defer { active.decrement(by: 1) }
            do {
                try await withLogger(logger) { _ in try await make(stream) }
                tell(.info, "answer sent", since: start)
            } catch {
                tell(error, since: start)
                throw error
            }
        }
    }

    /// What the client did is no trouble of ours.
    private func tell(_ error: any Error, since start: ContinuousClock.Instant) {
        switch error {
        case Peer.Departure.stalled: tell(.info, "a client that took nothing was cut off", since: start)
        case is Peer.Departure, is ChannelError, is IOError: tell(.info, "a client left before the end of its answer", since: start)
        case is CancellationError: tell(.notice, "an answer was broken off, as the service stops", since: start)
        default: tell(.error, "An answer was broken off", error, since: start)
        }
    }

    private func tell(_ level: Logger.Level, _ message: Logger.Message, _ error: (any Error)? = nil, since start: ContinuousClock.Instant) {
        let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
        logger.log(
            level: level, message, error: error, metadata: ["route": .string(route), "milliseconds": .stringConvertible(milliseconds)])
    }
}
