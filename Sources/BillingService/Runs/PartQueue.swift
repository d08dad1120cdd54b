import Billing
import Dispatch
import Synchronization

/// Hands the parts of a run from the thread that reckons them to the thread that writes them. Few are in memory at once.
///
/// Both threads are those of sessions, and may wait.
final class PartQueue: Sendable {
    /// What comes next.
    enum Item: Sendable {
        /// Rows to write.
        case part(RunPart)
        /// All parts were given, or none follows because of an error.
        case end(Result<RunOutcome, any Error>)
    }

    private let items = Mutex<(waiting: [Item], isClosed: Bool)>(([], false))
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)

    init() {
        // A semaphore must not end below the value that it was made with, and this one does when the writer gives up.
        for _ in 0..<2 { free.signal() }
    }

    /// Gives a part. Waits while two are not taken yet.
    ///
    /// - Throws: when the writer has given up.
    func put(_ part: RunPart) throws {
        free.wait()
        let isClosed = items.withLock { items in
            if !items.isClosed { items.waiting.append(.part(part)) }
            return items.isClosed
        }
        if isClosed { throw CancellationError() }
        filled.signal()
    }

    /// Says how the reckoning ended.
    func end(_ result: Result<RunOutcome, any Error>) {
        items.withLock { $0.waiting.append(.end(result)) }
        filled.signal()
    }

    /// The next item. Waits for it.
    func next() -> Item {
        filled.wait()
        defer { free.signal() }
        return items.withLock { $0.waiting.removeFirst() }
    }

    /// Says that no part will be taken any more.
    func close() {
        items.withLock { $0.isClosed = true }
        free.signal()
    }
}
