import CivilTime
@testable import ContractService
import FoundationEssentials
import HTTPAPI
import JSON
import Synchronization

/// Stands in for the log: grows as told, and keeps what it was asked.
final class ScriptedFeed: EventFeeding {
    private struct State {
        var events: [FeedEvent] = []
        var trouble: (any Error)?
        var asked: [(after: Int64, limit: Int, patience: Duration)] = []
        var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    var asked: [(after: Int64, limit: Int, patience: Duration)] { state.withLock { $0.asked } }
    /// How many wait.
    var waiting: Int { state.withLock { $0.watchers.count } }

    init(_ count: Int = 0) { append(count) }

    /// Records so many events more.
    func append(_ count: Int) {
        tell { state in
            for _ in 0..<count { state.events.append(FeedEvent(at: Int64(state.events.count + 1))) }
        }
    }

    /// From now on this is all there is.
    func fail(_ error: any Error) { tell { $0.trouble = error } }

    private func tell(_ change: (inout State) -> Void) {
        let watchers = state.withLock { state in
            change(&state)
            return state.watchers.values
        }
        for watcher in watchers { watcher.yield() }
    }

    func events(after cursor: FeedCursor, limit: Int, waiting patience: Duration) async throws -> FeedPage {
        state.withLock { $0.asked.append((cursor.position, limit, patience)) }
        let events = try await next(after: cursor.position, limit: limit, within: patience)
        return FeedPage(events, end: events.last?.cursor ?? .scripted(at: cursor.position))
    }

    func follow(after cursor: FeedCursor) async throws -> Follower {
        if let trouble = state.withLock({ $0.trouble }) { throw trouble }
        return Follower(feed: self, position: cursor.position)
    }

    struct Follower: FeedFollowing {
        let feed: ScriptedFeed
        var position: Int64

        mutating func next(within patience: Duration) async throws -> [FeedEvent] {
            let events = try await feed.next(after: position, limit: 7, within: patience)
            position = events.last?.position ?? position
            return events
        }
    }

    private func next(after position: Int64, limit: Int, within patience: Duration) async throws -> [FeedEvent] {
        let (changes, watcher) = AsyncStream<Void>.makeStream()
        let number = state.withLock { state in
            state.count += 1
            state.watchers[state.count] = watcher
            return state.count
        }
        defer { state.withLock { $0.watchers[number] = nil } }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try? await Task.sleep(for: patience)
                watcher.finish()
            }
            watcher.yield()
            for await _ in changes {
                let (events, trouble) = state.withLock { (Array($0.events.dropFirst(Int(position)).prefix(limit)), $0.trouble) }
                if !events.isEmpty { return events }
                if let trouble { throw trouble }
            }
            return []
        }
    }
}

extension FeedEvent {
    /// The event at a position of a log in which each contract has one.
    init(at position: Int64) {
        let digits = String(position)
        let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        self.init(
            cursor: .scripted(at: position), logID: "5d0c2f3a-1111-4222-8333-123456789abc", incarnation: 2,
            contract: ContractID(id)!, version: 1, type: "payDeclared", schema: 1,  // well formed
            recordedAt: Instant(microseconds: position * 1_000_000), recordedBy: "payroll", proposedBy: nil,
            payload: ["grossMonthlyPayCents": .integer(position)])
    }
}

extension FeedCursor {
    /// The cursor at a position of the script: its hash is the position.
    static func scripted(at position: Int64) -> FeedCursor {
        FeedCursor(position: position, mark: "0a1b2c3d", hash: (0..<8).map { UInt8(truncatingIfNeeded: position >> (56 - 8 * $0)) })
    }
}
