import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ListenerTests {
    @Test func `a hint comes when it has connected, and for every notification`() async throws {
        try await withPools { database, other in
            var hints = database.notifications(on: "events").makeAsyncIterator()
            #expect(await hints.next() == Notification.connected(to: "events"))
            try await other.withSession { _ = try $0.execute("SELECT pg_notify('events', 'first')") }
            #expect(await hints.next()?.payload == "first")
            try await other.withSession { session in
                try session.transaction { session in
                    try session.execute("SELECT pg_notify('events', 'second'), pg_notify('other', 'unheard')")
                }
            }
            #expect(await hints.next()?.payload == "second")
        }
    }

    @Test func `channel names are taken as they are`() async throws {
        try await withPools { database, other in
            let channel = #"A "quoted"; channel"#
            var hints = database.notifications(on: channel).makeAsyncIterator()
            _ = await hints.next()
            try await other.withSession { _ = try $0.execute("SELECT pg_notify(\(channel), '')") }
            #expect(await hints.next()?.channel == channel)
        }
    }

    @Test func `a listener whose connection is ended connects again and says so`() async throws {
        try await withPools { database, other in
            var hints = database.notifications(on: "events").makeAsyncIterator()
            for round in 1...3 {
                #expect(await hints.next() == Notification.connected(to: "events"))
                try await other.withSession { _ = try $0.execute("SELECT pg_notify('events', \("\(round)"))") }
                #expect(await hints.next()?.payload == "\(round)")
                try await other.withSession { session in
                    _ = try session.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()"
                    )
                }
            }
        }
    }

    @Test func `it listens only once the server says that its session may be used, and asks in each session`() async throws {
        let asking: SQL = """
            WITH asked AS (INSERT INTO attempt VALUES (pg_backend_pid()) RETURNING process) SELECT count(*) >= 2 FROM attempt
            """
        try await withPools(configure: { $0.admission = asking }) { database, other in
            try await other.withSession { try $0.executeScript("CREATE TABLE attempt (process integer)") }
            var hints = database.notifications(on: "events").makeAsyncIterator()
            #expect(await hints.next() == Notification.connected(to: "events"))
            try await other.expect("SELECT count(DISTINCT process) FROM attempt", is: 3)
            let left: SQL = "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (ARRAY(SELECT process FROM attempt))"
            try await eventually { try await other.withSession { try $0.one(left, as: Int.self) == 1 } }
        }
    }

    @Test func `many notifications nobody takes are one hint`() async throws {
        try await withPools { database, other in
            var hints = database.notifications(on: "events").makeAsyncIterator()
            _ = await hints.next()
            try await other.withSession { session in
                for number in 1...100 { try session.execute("SELECT pg_notify('events', \("\(number)"))") }
            }
            var taken = 0
            while let hint = await hints.next() {
                taken += 1
                if hint.payload == "100" { break }
            }
            #expect(taken < 100)
        }
    }

    @Test func `shutting down ends the sequence, and dropping it closes its connection`() async throws {
        try await withPools { database, other in
            let listening: SQL = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()"
            let task = Task { for await _ in database.notifications(on: "dropped") {} }
            try await eventually { try await other.withSession { try $0.one(listening, as: Int.self) == 1 } }
            task.cancel()
            await task.value
            try await eventually { try await other.withSession { try $0.one(listening, as: Int.self) == 0 } }

            var hints = database.notifications(on: "events").makeAsyncIterator()
            _ = await hints.next()
            await database.shutdown()
            #expect(await hints.next() == nil)
            for await _ in database.notifications(on: "events") { Issue.record("a hint after the end") }
        }
    }
}

extension Notification {
    static func connected(to channel: String) -> Notification { Notification(channel: channel, payload: nil) }
}
