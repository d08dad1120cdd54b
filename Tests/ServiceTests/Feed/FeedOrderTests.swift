import EventLog
import Postgres
import ServiceTesting
import Synchronization
import Testing

@testable import ContractService

/// A consumer is given each event once, in order, whatever happens to its connections, its hints and the log.
@Suite(.timeLimit(.minutes(10))) struct FeedOrderTests {
    @Test(arguments: 1...4)
    func `across reconnects, while others record, each position comes once and in order`(seed: Int) async throws {
        try await withService { made in
            try await withFeed(on: made.database, interval: .milliseconds(50)) { feed in
                let count = 120
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask { for _ in 0..<(count / 4) { _ = try await made.contracts.affiliated() } }
                    }
                    for consumer in 0..<5 {
                        group.addTask {
                            var seen: [Int64] = []
                            var connection = 0
                            while seen.count < count {
                                // It goes on from what it has, after a page or several.
                                var follower = try await feed.follow(after: seen.last ?? 0)
                                connection += 1
                                for _ in 0..<((connection * (consumer + seed)) % 3 + 1) where seen.count < count {
                                    seen += try await follower.next(within: .seconds(3600)).map(\.position)
                                }
                            }
                            #expect(seen == (1...Int64(count)).map { $0 })
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func `a listener whose connection is ended misses nothing`() async throws {
        try await withService { made in
            try await withFeed(on: made.database) { feed in
                for round in 1...3 {
                    while try await made.listeners() == 0 {}
                    let next = Task { try await feed.next(after: Int64(round - 1), within: .seconds(3600)) }
                    try await feed.hasWaiting(1)
                    try await made.cutConnections(of: "LISTEN%")
                    _ = try await made.contracts.affiliated()
                    #expect(try await next.value.map(\.position) == [Int64(round)])
                }
            }
        }
    }

    @Test func `a notification that never comes delays, and no more`() async throws {
        try await withService { made in
            let deaf = try await made.deafDatabase()
            let service = ContractService(
                commands: deaf, reads: made.database, vault: made.vault, schemes: .littoral, money: [:], clock: made.clock,
                patience: .seconds(600))
            try await withFeed(on: made.database, interval: .milliseconds(50)) { feed in
                for round in 1...3 {
                    let next = Task { try await feed.next(after: Int64(round - 1), within: .seconds(3600)) }
                    try await feed.hasWaiting(1)
                    _ = try await service.affiliated()
                    #expect(try await next.value.map(\.position) == [Int64(round)])
                }
            }
            await service.drain()
            await deaf.shutdown()
        }
    }

    @Test func `a hole in the log stops all who come to it`() async throws {
        try await withService { made in
            try await withFeed(on: made.database, interval: .milliseconds(20)) { feed in
                for _ in 1...3 { _ = try await made.contracts.affiliated() }
                let waiting = Task {
                    var follower = try await feed.follow(after: 3)
                    return try await follower.next(within: .seconds(3600))
                }
                try await feed.hasWaiting(1)
                try await made.tamper("DELETE FROM log.event WHERE position = 2; UPDATE log.head SET position = 4")
                await #expect(throws: FeedTrouble.missing(position: 4)) { try await waiting.value }
                await #expect(throws: LogDamage.self) { try await feed.events(after: 0, limit: 10) }
                await #expect(throws: LogDamage.self) { try await feed.events(after: 1, limit: 10) }
                #expect(try await feed.events(after: 2, limit: 10).map(\.position) == [3])
            }
        }
    }

    @Test func `a consumer that is further than the log is told so, also while it waits`() async throws {
        try await withService { made in
            try await withFeed(on: made.database, interval: .milliseconds(20)) { feed in
                for _ in 1...3 { _ = try await made.contracts.affiliated() }
                await #expect(throws: FeedTrouble.ahead(after: 4, head: 3)) { try await feed.events(after: 4, limit: 1) }
                await #expect(throws: FeedTrouble.ahead(after: 4, head: 3)) { try await feed.follow(after: 4) }
                let waiting = Task {
                    var follower = try await feed.follow(after: 3)
                    return try await follower.next(within: .seconds(3600))
                }
                try await feed.hasWaiting(1)
                // As an older backup would have it.
                try await made.tamper(
                    """
                    DELETE FROM log.event WHERE position > 1;
                    UPDATE log.head SET (position, hash, recorded_at) = (SELECT position, hash, recorded_at FROM log.event)
                    """)
                await #expect(throws: FeedTrouble.ahead(after: 3, head: 1)) { try await waiting.value }
                _ = try await made.contracts.affiliated()
                #expect(try await feed.events(after: 1, limit: 10).map(\.position) == [2])
            }
        }
    }
}

extension ServiceUnderTest {
    /// How many listen.
    fileprivate func listeners() async throws -> Int {
        try await owner.withSession { session in
            try session.one(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()", as: Int.self)
        }
    }

    /// Connections on which nothing that is recorded is ever announced.
    fileprivate func deafDatabase() async throws -> Database {
        try await owner.withSession { session in
            try session.executeScript(
                """
                CREATE SCHEMA deaf;
                GRANT USAGE ON SCHEMA deaf TO maintien_service;
                CREATE FUNCTION deaf.pg_notify(text, text) RETURNS void LANGUAGE sql AS 'SELECT';
                """)
        }
        var configuration = try PostgresConfiguration.service(url: url)
        configuration.settings["search_path"] = "deaf, pg_catalog, public"
        return Database(configuration, connections: 2)
    }
}
