import CoreMetrics
import Logging
import NIOCore

/// Records streamed answers: how many are open now, and how each one ends.
struct StreamRecord: Sendable {
    let active: any MeterHandler
    let logger: Logger
    let route: String

    /// Wraps `make` so that the answer is recorded. Log lines of `make` carry the request's trace.
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

    /// Logs how an answer broke off. A cause on the client's side is no error of the service.
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
