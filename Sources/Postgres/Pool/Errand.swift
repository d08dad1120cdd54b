import Synchronization

/// An access without a waiting caller.
final class Errand: AnyJob {
    private let body: @Sendable (Result<Session, any Error>) -> Void

    init(_ body: @escaping @Sendable (Result<Session, any Error>) -> Void) { self.body = body }

    var deadline: ContinuousClock.Instant? { nil }
    var isCancelled: Bool { false }
    var hasEnded: Bool { false }

    func fail(_ error: any Error) { body(.failure(error)) }

    func start(wake: WakeSignal) -> Bool { true }

    func run(_ session: () throws -> Session) -> () -> Void {
        body(Result { try session() })
        return {}
    }
}
