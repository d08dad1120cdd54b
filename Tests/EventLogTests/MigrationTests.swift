import DatabaseSchema
import Foundation
import Postgres
import PostgresTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct MigrationTests {
    private let first = Migration(number: 1, name: "0001_a.sql", script: Array("CREATE TABLE a (); INSERT INTO a DEFAULT VALUES".utf8))
    private let second = Migration(number: 2, name: "0002_b.sql", script: Array("CREATE TABLE b ()".utf8))

    private func withOwner(_ body: (Database) async throws -> Void) async throws {
        try await withDatabase { database in
            let owner = Database(database.configuration, connections: 4)
            try await body(owner)
            await owner.shutdown()
        }
    }

    @Test func `every file is part of the executable, byte for byte and in order`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        func files(_ folder: String) throws -> [String: [UInt8]] {
            let urls = try FileManager.default.contentsOfDirectory(
                at: root.appending(path: "db/\(folder)"), includingPropertiesForKeys: nil)
            return Dictionary(uniqueKeysWithValues: try urls.map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) })
        }
        #expect(try files("migrations") == Dictionary(uniqueKeysWithValues: Migration.all.map { ($0.name, Array($0.script.utf8)) }))
        #expect(try files("schemes") == Dictionary(uniqueKeysWithValues: SchemeFile.all.map { ($0.name, $0.bytes) }))
        for (index, migration) in Migration.all.enumerated() {
            #expect(migration.number == index + 1)
            #expect(migration.name.hasPrefix(String(repeating: "0", count: 4 - "\(index + 1)".count) + "\(index + 1)_"))
        }
    }

    @Test func `a second run finds nothing to do`() async throws {
        try await withOwner { owner async throws in
            #expect(try await owner.withSession { try Migrator().pending(in: $0) } == Migration.all)
            #expect(try await owner.withSession { try Migrator().migrate(in: $0) } == Migration.all)
            #expect(try await owner.withSession { try Migrator().pending(in: $0) } == [])
            #expect(try await owner.withSession { try Migrator().migrate(in: $0) } == [])
        }
    }

    @Test func `several processes that migrate at once take turns`() async throws {
        try await withOwner { owner async throws in
            let applied = try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { try await owner.withSession { try Migrator().migrate(in: $0).count } } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(applied.sorted() == [0, 0, 0, Migration.all.count])
        }
    }

    @Test func `nobody waits behind a migration that waits for a long question, and it says what it waits for`() async throws {
        try await withOwner { owner async throws in
            let first = first
            let change = Migration(number: 2, name: "0002_b.sql", script: Array("ALTER TABLE a ADD COLUMN b integer".utf8))
            _ = try await owner.withSession { try Migrator([first]).migrate(in: $0) }
            let (asked, begun) = AsyncStream<Int32>.makeStream()
            let (waits, waiting) = AsyncStream<MigrationWait>.makeStream()
            let mayEnd = DispatchSemaphore(value: 0)
            async let asking: Void = owner.withSession { session in
                try session.transaction { session in
                    _ = try session.query("SELECT count(*) FROM a", as: Int.self)
                    begun.yield(try session.one("SELECT pg_backend_pid()", as: Int32.self))
                    mayEnd.wait()
                }
            }
            defer { mayEnd.signal() }
            var asker: Int32 = 0
            for await process in asked {
                asker = process
                break
            }
            async let migrated = owner.withSession { try Migrator([first, change]).migrate(in: $0) { waiting.yield($0) } }
            try await owner.withSession { session in
                while try !session.one("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'a'::regclass AND NOT granted)", as: Bool.self)
                {}
                try session.executeScript("SET lock_timeout = '60s'; SELECT FROM a; RESET lock_timeout")
            }
            let user = try await owner.withSession { try $0.one("SELECT current_user::text", as: String.self) }
            for await wait in waits {
                #expect(wait.migration == change.name && wait.holders == ["session \(asker) of \(user), on a"])
                break
            }
            #expect(try await owner.withSession { try Migrator([first, change]).pending(in: $0) } == [change])
            mayEnd.signal()
            try await asking
            #expect(try await migrated == [change])
        }
    }

    @Test func `a migration is tried again when another database has changed the same role meanwhile`() async throws {
        try await withOwner { owner async throws in
            let role = "migrated_\(UInt32.random(in: 0 ... .max))"
            let change = Migration(number: 1, name: "0001_a.sql", script: Array("ALTER ROLE \(role) NOINHERIT".utf8))
            try await owner.withSession { try $0.executeScript("CREATE ROLE \(role)") }
            let (isHeld, held) = AsyncStream<Void>.makeStream()
            async let changing: Void = owner.withSession { session in
                try session.transaction { session in
                    try session.executeScript("ALTER ROLE \(role) CREATEDB")
                    held.yield()
                    try session.awaitWaiter()
                }
            }
            for await _ in isHeld { break }
            #expect(try await owner.withSession { try Migrator([change]).migrate(in: $0) } == [change])
            try await changing
            try await owner.withSession { try $0.executeScript("DROP ROLE \(role)") }
        }
    }

    /// The indexes of the log that an operator may make beforehand, with their migrations.
    private static let indexesOfLog = [
        (
            name: "event_mandate_reference", migration: "0028_mandate_references.sql",
            columns: "((payload ->> 'mandateReference')) WHERE type = 'mandateRegistered'"
        ),
        (
            name: "event_mandate_position", migration: "0032_money_counts.sql",
            columns: "(position) INCLUDE (contract_id) WHERE type = 'mandateRegistered'"
        ),
    ]

    @Test(arguments: [true, false], indexesOfLog.indices)
    func `an index that was made beforehand is kept if it is whole, and made anew if not`(isWhole: Bool, place: Int) async throws {
        try await withOwner { owner async throws in
            let told = Self.indexesOfLog[place]
            let former = Array(Migration.all.prefix { $0.name != told.migration })
            let name = "log.\(told.name)"
            func index() async throws -> (Int64, Bool) {
                try await owner.withSession {
                    try $0.one(
                        "SELECT indexrelid::bigint, indisvalid FROM pg_index WHERE indexrelid = \(name)::text::regclass",
                        as: (Int64, Bool).self)
                }
            }
            _ = try await owner.withSession { try Migrator(former).migrate(in: $0) }
            try await owner.withSession { session in
                try session.executeScript("CREATE INDEX \(told.name) ON log.event \(told.columns)")
                try session.execute(
                    "UPDATE pg_index SET indisvalid = \(isWhole) WHERE indexrelid = \(name)::text::regclass")
            }
            let before = try await index()
            _ = try await owner.withSession { try Migrator().migrate(in: $0) }
            let after = try await index()
            #expect(after.1)
            #expect((after.0 == before.0) == isWhole)
        }
    }

    @Test func `what is missing is added to what is there`() async throws {
        try await withOwner { owner async throws in
            let (first, second) = (first, second)
            #expect(try await owner.withSession { try Migrator([first]).migrate(in: $0) } == [first])
            #expect(try await owner.withSession { try Migrator([first, second]).pending(in: $0) } == [second])
            #expect(try await owner.withSession { try Migrator([first, second]).migrate(in: $0) } == [second])
            #expect(try await owner.withSession { try $0.query("SELECT count(*) FROM a", as: Int.self) } == [1])
        }
    }

    @Test func `a migration that changed is refused by its name`() async throws {
        try await withOwner { owner async throws in
            let (first, second) = (first, second)
            _ = try await owner.withSession { try Migrator([first]).migrate(in: $0) }
            let changed = Migration(number: 1, name: first.name, script: Array((first.script + " ").utf8))
            let renamed = Migration(number: 1, name: "0001_c.sql", script: Array(first.script.utf8))
            for other in [changed, renamed] {
                let error = await #expect(throws: MigrationError.self) {
                    _ = try await owner.withSession { try Migrator([other, second]).migrate(in: $0) }
                }
                #expect(error == .changed(name: other.name))
            }
            #expect(try await owner.withSession { try $0.query("SELECT to_regclass('b') IS NULL", as: Bool.self) } == [true])
        }
    }

    @Test func `a database migrated by a later program is refused`() async throws {
        try await withOwner { owner async throws in
            let (first, second) = (first, second)
            _ = try await owner.withSession { try Migrator([first, second]).migrate(in: $0) }
            let error = await #expect(throws: MigrationError.self) {
                _ = try await owner.withSession { try Migrator([first]).migrate(in: $0) }
            }
            #expect(error == .unknown(name: second.name))
        }
    }

    @Test func `when one fails, none of the run is applied`() async throws {
        try await withOwner { owner async throws in
            let first = first
            let broken = Migration(number: 2, name: "0002_broken.sql", script: Array("CREATE TABLE b (); SELECT 1/0".utf8))
            await #expect(throws: PostgresError.self) { _ = try await owner.withSession { try Migrator([first, broken]).migrate(in: $0) } }
            #expect(try await owner.withSession { try Migrator([first]).pending(in: $0) } == [first])
            #expect(try await owner.withSession { try Migrator([first]).migrate(in: $0) } == [first])
        }
    }

    @Test func `a database of another encoding is refused`() async throws {
        try await withDatabase { database in
            let name = "\(database.configuration.database ?? "")_latin1"
            let owner = Database(database.configuration, connections: 1)
            try await owner.withSession {
                try $0.executeScript("CREATE DATABASE \(name) ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
            }
            var configuration = database.configuration
            configuration.database = name
            let latin = Database(configuration, connections: 1)
            let error = await #expect(throws: PostgresError.self) { _ = try await latin.withSession { try Migrator().migrate(in: $0) } }
            #expect(error?.message.contains("UTF8, not LATIN1") == true)
            await latin.shutdown()
            while true {
                do {
                    try await owner.withSession { try $0.executeScript("DROP DATABASE \(name) WITH (FORCE)") }
                    break
                } catch let error as PostgresError where error.sqlState == SQLState(rawValue: "55006") {
                    // The session that just ended is there for a moment more.
                }
            }
            await owner.shutdown()
        }
    }
}
