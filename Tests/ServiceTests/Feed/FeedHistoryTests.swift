import EventLog
import Postgres
import Testing

@testable import ContractService

/// A consumer goes on only with the history that it was given.
@Suite(.timeLimit(.minutes(10))) struct FeedHistoryTests {
    @Test func `a cursor goes through its text, and leads on`() async throws {
        try await withService { made async throws in
            for _ in 1...3 { _ = try await made.contracts.affiliated() }
            let feed = EventFeed(database: made.database, patience: .seconds(600))
            let first = try await feed.events(after: FeedCursor(position: 0), limit: 2)
            let cursor = try #require(FeedCursor(first.end.description))
            #expect(cursor == first.end && cursor == first.events[1].cursor && first.end.description.hasPrefix("2-"))
            let rest = try await feed.events(after: cursor, limit: 9)
            #expect(rest.events.map(\.position) == [3])
            #expect(try await feed.events(after: rest.end, limit: 9).end == rest.end)
            // Also from where nothing was yet given.
            let begin = try await feed.events(after: FeedCursor(position: 0), limit: 0).end
            #expect(try await feed.events(after: #require(FeedCursor("\(begin)")), limit: 9).events.count == 3)
        }
    }

    @Test func `a cursor of another incarnation is refused, a bare position is not`() async throws {
        try await withService { made async throws in
            for _ in 1...3 { _ = try await made.contracts.affiliated() }
            let feed = EventFeed(database: made.database, patience: .seconds(600))
            let cursors =
                try await feed.events(after: 0, limit: 9).map(\.cursor) + [feed.events(after: FeedCursor(position: 0), limit: 0).end]
            try await made.owner.withSession { _ = try EventLog.beginIncarnation(in: $0) }
            for cursor in cursors {
                await #expect(throws: FeedTrouble.otherIncarnation(2, begunAfter: 3)) { try await feed.events(after: cursor, limit: 9) }
                await #expect(throws: FeedTrouble.otherIncarnation(2, begunAfter: 3)) { try await feed.follow(after: cursor) }
            }
            let events = try await feed.events(after: 1, limit: 9)
            #expect(events.map(\.position) == [2, 3] && events.allSatisfy { $0.incarnation == 2 })
        }
    }

    /// As after a failover that lost the end, or the restoration of a data directory: nobody has said so.
    @Test func `another history at the same positions is found out, though the incarnation is the same`() async throws {
        try await withService { made async throws in
            for _ in 1...3 { _ = try await made.contracts.affiliated() }
            let feed = EventFeed(database: made.database, patience: .seconds(600))
            let cursors = try await feed.events(after: 0, limit: 9).map(\.cursor)
            try await made.goBack(to: 1)
            await #expect(throws: FeedTrouble.ahead(after: 3, head: 1)) { try await feed.events(after: cursors[2], limit: 9) }
            let other = made.another()
            for _ in 1...4 { _ = try await other.affiliated() }
            await other.drain()
            for cursor in cursors[1...] {
                await #expect(throws: FeedTrouble.otherIncarnation(1, begunAfter: 0)) { try await feed.events(after: cursor, limit: 9) }
            }
            // What both have is the same.
            #expect(try await feed.events(after: cursors[0], limit: 9).events.map(\.position) == [2, 3, 4, 5])
        }
    }

    @Test func `one who waits or follows is told so, and is given nothing of it`() async throws {
        try await withService { made async throws in
            try await withFeed(on: made.database, interval: .milliseconds(20)) { feed async throws in
                for _ in 1...3 { _ = try await made.contracts.affiliated() }
                var follower = try await feed.follow(after: 1)
                #expect(try await follower.next(within: .seconds(60)).map(\.position) == [2, 3])
                let (waiting, given) = (follower, try await feed.events(after: 0, limit: 9).map(\.cursor))
                let told = Task<Void, any Error> {
                    var follower = waiting
                    while try await follower.next(within: .seconds(60)).isEmpty {}
                }
                try await feed.hasWaiting(1)
                try await made.goBack(to: 1, andOn: 5)
                await #expect(throws: FeedTrouble.otherIncarnation(1, begunAfter: 0)) { try await told.value }
                // What was read for others is no answer to one of the former history.
                var other = try await feed.follow(after: 2)
                #expect(try await other.next(within: .seconds(60)).map(\.position) == [3, 4, 5])
                for cursor in given[1...] {
                    await #expect(throws: FeedTrouble.otherIncarnation(1, begunAfter: 0)) {
                        try await feed.next(after: cursor, within: .seconds(60))
                    }
                }
            }
        }
    }
}

extension ServiceUnderTest {
    /// Cuts the end of the log off behind a position, as an older backup would have it, and lets it grow again to another, of other contracts.
    func goBack(to position: Int, andOn end: Int = 0) async throws {
        try await tamper(
            """
            BEGIN;
            DELETE FROM log.event WHERE position > \(position);
            UPDATE log.head SET (position, hash, recorded_at) = (SELECT position, hash, recorded_at FROM log.event WHERE position = \(position));
            INSERT INTO log.event (position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash)
                SELECT p, gen_random_uuid(), 1, type, schema, recorded_at, recorded_by, payload, sha256(gen_random_uuid()::text::bytea)
                FROM log.event, generate_series(\(position) + 1, \(end)) p WHERE position = 1;
            UPDATE log.head SET (position, hash) = (SELECT position, hash FROM log.event ORDER BY position DESC LIMIT 1);
            COMMIT;
            """)
    }
}
