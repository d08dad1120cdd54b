import ContractService
import Dispatch
import Postgres
import Synchronization

/// Keeps a transaction open during other work, to hold a lock or to share a snapshot.
///
/// Work in a session is one synchronous closure, so its thread blocks here: the pool needs a spare connection for it.
final class HeldTransaction: Sendable {
    private typealias Ending = @Sendable (Session) throws -> Void

    /// Thrown to roll back.
    private struct LetGo: Error {}

    private let ending = Mutex<Ending>({ _ in throw LetGo() })
    private let ended = DispatchSemaphore(value: 0)
    private let work = Mutex<Task<Void, any Error>?>(nil)

    private init() {}

    /// Begins a transaction, runs `body` in it, and keeps it open.
    static func begin<Value: Sendable>(
        _ database: Database, _ isolation: Isolation = .readCommitted, _ body: @escaping @Sendable (Session) throws -> Value
    ) async throws -> (HeldTransaction, Value) {
        let held = HeldTransaction()
        let begun = Answerer<Result<Value, any Error>>()
        let work = Task {
            do {
                try await database.withSession { session in
                    try session.transaction(isolation) { session in
                        begun.give(.success(try body(session)))
                        held.ended.wait()
                        try held.ending.withLock { $0 }(session)
                    }
                }
            } catch {
                begun.give(.failure(error))
                throw error
            }
        }
        held.work.withLock { $0 = work }
        let value = try await begun.wait().get()
        return (held, value)
    }

    /// Runs `body` as the transaction's last work, then commits.
    func commit(_ body: @escaping @Sendable (Session) throws -> Void) async throws {
        ending.withLock { $0 = body }
        ended.signal()
        try await work.withLock { $0 }?.value
    }

    /// Rolls the transaction back.
    func letGo() async {
        ended.signal()
        _ = await work.withLock { $0 }?.result
    }
}
