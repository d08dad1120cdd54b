import EventLog
import JSON
import Postgres
import ServiceTesting
import Testing

@testable import ContractService

/// The log, for consumers outside.
@Suite(.timeLimit(.minutes(10))) struct EventFeedTests {
    @Test func `a page holds what follows a position, in order and in the present form`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            try await made.contracts.tell(.declarePay, .pay, of: contract, by: "payroll")
            let feed = EventFeed(database: made.database, patience: .seconds(600))
            let events = try await feed.events(after: 0, limit: 1000)
            #expect(
                events.map(\.position) == [1, 2] && events.map(\.version) == [1, 2] && events.map(\.contract) == [contract, contract])
            #expect(events.map(\.type) == ["affiliated", "payDeclared"] && events.map(\.recordedBy) == ["clerk", "payroll"])
            #expect(events[1].payload == .pay && events.allSatisfy { $0.schema == 1 })
            #expect(try await feed.events(after: 1, limit: 1000) == [events[1]])
            #expect(try await feed.events(after: 0, limit: 1) == [events[0]])
            #expect(try await feed.events(after: 2, limit: 1000).isEmpty)
        }
    }

    @Test func `one who waits is woken by what is recorded, many by one reading`() async throws {
        try await withService { made in
            let pool = Database(try .service(url: made.url), connections: 1, queueLimit: 1)
            try await withFeed(on: pool, interval: .seconds(3600)) { feed in
                _ = try await made.contracts.affiliated()
                let last = try await feed.events(after: FeedCursor(position: 0), limit: 1).end
                try await withThrowingTaskGroup { group in
                    for number in 0..<200 {
                        // The first reads up to here. So many could not each have a reading of their own: the pool would turn them away.
                        if number == 1 { try await feed.hasWaiting(1) }
                        group.addTask {
                            var follower = FeedFollower(feed, after: last, place: try feed.takePlace())
                            let events = try await follower.next(within: .seconds(3600))
                            #expect(events.map(\.position) == [2] && follower.cursor.position == 2)
                        }
                    }
                    try await feed.hasWaiting(200)
                    _ = try await made.contracts.affiliated()
                    try await group.waitForAll()
                }
            }
            await pool.shutdown()
        }
    }

    @Test func `waiting ends when the time is over, with nothing`() async throws {
        try await withService { made in
            try await withFeed(on: made.database) { feed in
                #expect(try await feed.events(after: 0, limit: 10, waiting: .milliseconds(20)).isEmpty)
                var follower = try await feed.follow(after: 0)
                #expect(try await follower.next(within: .milliseconds(20)).isEmpty && follower.cursor.position == 0 && feed.waiting == 0)
            }
        }
    }

    @Test func `who is cancelled waits no longer`() async throws {
        try await withService { made in
            try await withFeed(on: made.database) { feed in
                let task = Task { try await feed.events(after: 0, limit: 10, waiting: .seconds(3600)) }
                try await feed.hasWaiting(1)
                task.cancel()
                let events = try await task.value
                #expect(events.isEmpty && feed.waiting == 0)
            }
        }
    }

    @Test func `no more may wait than there are places, and each is free again`() async throws {
        try await withService { made in
            try await withFeed(on: made.database, followers: 2) { feed in
                var followers = [try await feed.follow(after: 0), try await feed.follow(after: 0)]
                for _ in 1...2 {
                    #expect(await Outcome { try await feed.follow(after: 0) }.word == "overloaded")
                    #expect(await Outcome { try await feed.events(after: 0, limit: 1, waiting: .seconds(1)) }.word == "overloaded")
                    #expect(try await feed.events(after: 0, limit: 1).isEmpty)
                    followers.removeLast()
                    followers.append(try await feed.follow(after: 0))
                }
                followers = []
                #expect(try await feed.events(after: 0, limit: 1, waiting: .milliseconds(1)).isEmpty)
            }
        }
    }

    @Test func `while the database is away nothing comes, and nothing is lost`() async throws {
        try await withService { made in
            let pool = Database(try .service(url: made.url), connections: 2)
            try await withFeed(on: pool, interval: .milliseconds(5)) { feed in
                _ = try await made.contracts.affiliated()
                var follower = try await feed.follow(after: 0)
                #expect(try await follower.next(within: .seconds(3600)).map(\.position) == [1])
                try await made.cutConnections()
                _ = try await made.another().affiliatedAgain()
                var events: [FeedEvent] = []
                while events.isEmpty { events = try await follower.next(within: .seconds(3600)) }
                #expect(events.map(\.position) == [2])
            }
            await pool.shutdown()
        }
    }
}

extension JSON {
    fileprivate static let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]
}

extension ContractService {
    /// The same, however often the connection breaks.
    fileprivate func affiliatedAgain() async throws -> ContractID {
        while true {
            do { return try await affiliated() } catch ServiceError.unavailable {} catch ServiceError.outcomeUnknown {}
        }
    }
}
