import EventLog
public import Postgres
import Synchronization

/// The log, for consumers outside: page by page, or followed as it grows.
///
/// Those who wait at its end share one listener and one reading: a notification is a hint to look, and where it is lost the next look, at
/// most `interval` later, finds the same. They have no connection to themselves.
public final class EventFeed: Sendable {
    private let database: Database
    private let interval: Duration
    private let head = Mutex(FeedHead())
    private let free: Mutex<Int>
    private let looks: AsyncStream<Void>
    private let look: AsyncStream<Void>.Continuation

    /// The most events read at once.
    public static let page = 1000

    /// - Parameters:
    ///   - database: connections that read.
    ///   - followers: the most that may follow or wait at once.
    ///   - interval: how long a lost notification may delay what follows.
    public init(database: Database, followers: Int = 512, interval: Duration = .seconds(1)) {
        self.database = database
        self.interval = interval
        free = Mutex(followers)
        (looks, look) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Looks at the log for those who wait, until it is cancelled. To be called once; without it, all who wait do so in vain.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { [self] in for await _ in database.notifications(on: EventLog.channel) { look.yield() } }
            group.addTask { [self] in while (try? await Task.sleep(for: interval)) != nil { look.yield() } }
            for await _ in looks { await readOn() }
            group.cancelAll()
        }
        for wake in head.withLock({ $0.dismiss() }) { wake.resume(returning: .success([])) }
    }

    /// The events after a position, in order, at most `limit`. When there are none, those that come within `patience`.
    ///
    /// - Throws: `FeedTrouble`; `LogDamage`; `ServiceError.overloaded` when too many wait; `ServiceError.unavailable`.
    public func events(after position: Int64, limit: Int, waiting patience: Duration = .zero) async throws -> [FeedEvent] {
        let events = try await read(after: position, limit: limit)
        guard events.isEmpty, patience > .zero else { return events }
        let place = try takePlace()
        defer { withExtendedLifetime(place) {} }
        return Array(try await wait(after: position, for: patience).prefix(limit))
    }

    /// Follows the log from a position on.
    ///
    /// - Throws: `FeedTrouble.ahead`; `ServiceError.overloaded` when too many follow; `ServiceError.unavailable`.
    public func follow(after position: Int64) async throws -> FeedFollower {
        let place = try takePlace()
        _ = try await read(after: position, limit: 1)
        return FeedFollower(self, after: position, place: place)
    }

    func next(after position: Int64, within patience: Duration) async throws -> [FeedEvent] {
        do {
            let (isAtHead, known) = head.withLock { ($0.isAt(position), $0.read(after: position)) }
            if let known { return known }
            if !isAtHead {
                let events = try await read(after: position, limit: EventFeed.page)
                if !events.isEmpty { return events }
            }
            return try await wait(after: position, for: patience)
        } catch is ServiceError {
            try await Task.sleep(for: min(interval, patience))
            return []
        }
    }

    // MARK: Waiting

    /// How many wait.
    var waiting: Int { head.withLock { $0.count } }

    /// What comes after a position at which there is nothing yet; nothing, when it does not come in time.
    private func wait(after position: Int64, for patience: Duration) async throws -> [FeedEvent] {
        let ticket = Mutex<Int?>(nil)
        let leave: @Sendable () -> Void = { [self] in
            let wake = ticket.withLock { $0 }.flatMap { id in head.withLock { $0.leave(id) } }
            wake?.resume(returning: .success([]))
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            let events = await withTaskCancellationHandler {
                await withCheckedContinuation { (wake: FeedHead.Wake) in
                    ticket.withLock { ticket in ticket = head.withLock { $0.wait(after: position, wake) } }
                    group.addTask {
                        try await Task.sleep(for: patience)
                        leave()
                    }
                    if Task.isCancelled { leave() } else { look.yield() }
                }
            } onCancel: {
                leave()
            }
            group.cancelAll()
            return try events.get()
        }
    }

    /// Reads on for those who wait, to the end of the log.
    private func readOn() async {
        while let goal = head.withLock({ $0.goal }) {
            do {
                let events = try await read(after: goal, limit: EventFeed.page)
                for (wake, events) in head.withLock({ $0.advance(from: goal, by: events) }) { wake.resume(returning: .success(events)) }
                if events.count < EventFeed.page { return }
            } catch FeedTrouble.ahead(_, let end) {
                for wake in head.withLock({ $0.goBack(to: end) }) {
                    wake.resume(returning: .failure(FeedTrouble.ahead(after: goal, head: end)))
                }
            } catch is ServiceError {
                return  // The next look may find the database there again.
            } catch {
                for wake in head.withLock({ $0.dismiss() }) { wake.resume(returning: .failure(error)) }
            }
        }
    }

    // MARK: Reading

    private func read(after position: Int64, limit: Int) async throws -> [FeedEvent] {
        do {
            return try await database.withSession(deadline: .seconds(10)) { session in
                let events = try EventLog.page(after: position, limit: limit, in: session)
                if events.isEmpty { try session.transaction(.repeatableRead) { try Self.checkEnd(at: position, in: $0) } }
                return try events.map { try FeedEvent($0) }
            }
        } catch { throw ServiceError(error) ?? error }
    }

    /// Where nothing follows, the log must end, and not before.
    private static func checkEnd(at position: Int64, in session: Session) throws {
        let end = try EventLog.head(in: session).position
        if end < position { throw FeedTrouble.ahead(after: position, head: end) }
        guard end > position, try EventLog.page(after: position, limit: 1, in: session).isEmpty else { return }
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

    /// A place among those who follow; free again when it is let go of.
    final class Place: Sendable {
        private let feed: EventFeed

        fileprivate init(of feed: EventFeed) { self.feed = feed }

        deinit { feed.free.withLock { $0 += 1 } }
    }
}
