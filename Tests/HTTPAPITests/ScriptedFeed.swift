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

    func events(after position: Int64, limit: Int, waiting patience: Duration) async throws -> [FeedEvent] {
        state.withLock { $0.asked.append((position, limit, patience)) }
        return try await next(after: position, limit: limit, within: patience)
    }

    func follow(after position: Int64) async throws -> Follower {
        if let trouble = state.withLock({ $0.trouble }) { throw trouble }
        return Follower(feed: self, position: position)
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
            position: position, contract: ContractID(id)!, version: 1, type: "payDeclared", schema: 1,  // well formed
            recordedAt: Instant(microseconds: position * 1_000_000), recordedBy: "payroll",
            payload: ["grossMonthlyPayCents": .integer(position)])
    }
}
