import EventLog
public import Postgres
import Synchronization

/// Gives the log's events to outside consumers, by pages or as a stream.
///
/// All waiting consumers share one listener and one reader, without connections of their own.
/// A notification only triggers a read. If it is lost, the next read comes at most `interval` later.
public final class EventFeed: Sendable {
    private let database: Database
    private let interval: Duration
    private let patience: Duration
    private let head = Mutex(FeedHead())
    private let free: Mutex<Int>
    private let looks: AsyncStream<Void>
    private let look: AsyncStream<Void>.Continuation

    /// The maximum number of events in one read.
    public static let page = 1000

    /// - Parameters:
    ///   - database: the connection pool for reads.
    ///   - followers: the maximum number of consumers that follow or wait.
    ///   - interval: the maximum delay after a lost notification.
    ///   - patience: how long a read may take.
    public init(
        database: Database, followers: Int = 512, interval: Duration = .seconds(1), patience: Duration = .seconds(10)
    ) {
        self.database = database
        self.interval = interval
        self.patience = patience
        free = Mutex(followers)
        (looks, look) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Reads the log for waiting consumers, until it is cancelled. Call this once; without it, waiting consumers get nothing.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { [self] in for await _ in database.notifications(on: EventLog.channel) { look.yield() } }
            group.addTask { [self] in while (try? await Task.sleep(for: interval)) != nil { look.yield() } }
            for await _ in looks { await readOn() }
            group.cancelAll()
        }
        for (wake, after) in head.withLock({ $0.dismiss() }) { wake.resume(returning: FeedPage([], end: after)) }
    }

    /// At most `limit` events after a cursor, in order. If there are none, waits up to `patience` for new ones.
    ///
    /// - Throws: `FeedTrouble`; `LogDamage`; `ServiceError.overloaded` when too many wait; `ServiceError.unavailable`.
    public func events(after cursor: FeedCursor, limit: Int, waiting patience: Duration = .zero) async throws -> FeedPage {
        let page = try await read(after: cursor, limit: limit)
        guard page.events.isEmpty, patience > .zero else { return page }
        let place = try takePlace()
        defer { withExtendedLifetime(place) {} }
        return try await wait(after: page.end, for: patience).prefix(limit)
    }

    /// Follows the log from a cursor on.
    ///
    /// - Throws: `FeedTrouble.ahead`, `FeedTrouble.otherIncarnation`; `ServiceError.overloaded` when too many follow; `ServiceError.unavailable`.
    public func follow(after cursor: FeedCursor) async throws -> FeedFollower {
        let place = try takePlace()
        return FeedFollower(self, after: try await read(after: cursor, limit: 0).end, place: place)
    }

    func next(after cursor: FeedCursor, within patience: Duration) async throws -> FeedPage {
        do {
            let (isAtHead, known) = head.withLock { ($0.isAt(cursor), $0.read(after: cursor)) }
            if let known { return known }
            if isAtHead { return try await wait(after: cursor, for: patience) }
            let page = try await read(after: cursor, limit: EventFeed.page)
            return page.events.isEmpty ? try await wait(after: page.end, for: patience) : page
        } catch is ServiceError {
            try await Task.sleep(for: min(interval, patience))
            return FeedPage([], end: cursor)
        }
    }

    // MARK: Waiting

    /// The number of waiting consumers.
    var waiting: Int { head.withLock { $0.count } }

    /// Waits at the log's end for the next events; returns an empty page at the time limit.
    private func wait(after cursor: FeedCursor, for patience: Duration) async throws -> FeedPage {
        let ticket = Mutex<Int?>(nil)
        let leave: @Sendable () -> Void = { [self] in
            let left = ticket.withLock { $0 }.flatMap { id in head.withLock { $0.leave(id) } }
            if let (wake, after) = left { wake.resume(returning: FeedPage([], end: after)) }
        }
        let page = await withTaskGroup(of: Void.self) { group in
            let page = await withTaskCancellationHandler {
                await withCheckedContinuation { (wake: FeedHead.Wake) in
                    ticket.withLock { ticket in ticket = head.withLock { $0.wait(after: cursor, wake) } }
                    group.addTask {
                        guard (try? await Task.sleep(for: patience)) != nil else { return }
                        leave()
                    }
                    if Task.isCancelled { leave() } else { look.yield() }
                }
            } onCancel: {
                leave()
            }
            group.cancelAll()
            return page
        }
        // The log or the cursor is wrong: a read gives the precise error.
        return if let page { page } else { try await read(after: cursor, limit: EventFeed.page) }
    }

    /// Reads to the end of the log for the waiting consumers.
    private func readOn() async {
        while let goal = head.withLock({ $0.goal }) {
            do {
                let page = try await read(after: goal, limit: EventFeed.page)
                for (wake, page) in head.withLock({ $0.advance(from: goal, by: page) }) { wake.resume(returning: page) }
                if page.events.count < EventFeed.page { return }
            } catch is ServiceError {
                return  // The next read may reach the database again.
            } catch {
                for (wake, _) in head.withLock({ $0.dismiss() }) { wake.resume(returning: nil) }
            }
        }
    }

    // MARK: Reading

    private func read(after cursor: FeedCursor, limit: Int) async throws -> FeedPage {
        do {
            return try await database.withSession(deadline: patience) { session in
                let position = cursor.position
                let (log, hash, events) = try EventLog.continuation(of: position, limit: limit, in: session)
                let other = FeedTrouble.otherIncarnation(log.incarnation, begunAfter: log.begunAfter)
                if let proof = cursor.proof, proof.mark != log.mark { throw other }
                if events.isEmpty { try session.transaction(.repeatableRead) { try Self.checkEnd(at: position, limit: limit, in: $0) } }
                let start = hash.map { FeedCursor(position: position, mark: log.mark, hash: $0) }
                if cursor.proof != nil, let start, start != cursor { throw other }
                let logID = log.id.text
                let given = try events.map { try FeedEvent($0, of: log, logID: logID) }
                guard let end = given.last?.cursor ?? start, start != nil || cursor.proof == nil else {
                    throw FeedTrouble.missing(position: position)
                }
                return FeedPage(given, end: end)
            }
        } catch { throw ServiceError(error) ?? error }
    }

    /// Checks that the log really ends where no event follows.
    private static func checkEnd(at position: Int64, limit: Int, in session: Session) throws {
        let end = try EventLog.head(in: session).position
        if end < position { throw FeedTrouble.ahead(after: position, head: end) }
        guard limit > 0, end > position, try EventLog.page(after: position, limit: 1, in: session).isEmpty else { return }
        throw FeedTrouble.missing(position: position + 1)
    }

    // MARK: Places

    func takePlace() throws(ServiceError) -> Place {
        let isTaken = free.withLock { free in
            defer { free = max(0, free - 1) }
            return free > 0
        }
        guard isTaken else { throw .overloaded(retryAfterSeconds: 5) }
        return Place(of: self)
    }

    /// A place among the consumers; freed when this object is released.
    final class Place: Sendable {
        private let feed: EventFeed

        fileprivate init(of feed: EventFeed) { self.feed = feed }

        deinit { feed.free.withLock { $0 += 1 } }
    }
}
