import DatabaseSchema
import Postgres
import PostgresTesting
import Testing

@testable import EventLog

/// What a commit's success promises, and how far a standby is behind.
@Suite(.timeLimit(.minutes(10))) struct StandbyLagTests {
    @Test(arguments: [
        ("", 0), ("  ", 0), ("a", 1), ("*", 1), ("a, b", 1), ("2 (a, b)", 2), ("FIRST 1 (a, b)", 1), ("any 2 (a, b, c)", 2),
        ("ANY 3(\"x y\", b, c, d)", 3), ("any2", 1),
    ])
    func `the names of the standbys say how many a commit waits for`(names: String, count: Int) {
        func promise(_ fsync: String, _ commit: String) -> CommitPromise {
            CommitPromise(fsync: fsync, synchronousCommit: commit, synchronousStandbyNames: names)
        }
        #expect(promise("on", "on").synchronousStandbys == count && promise("on", "on").isFlushed)
        #expect(promise("on", "remote_apply").synchronousStandbys == count)
        for commit in ["remote_write", "local"] { #expect(promise("on", commit) == promise("on", "on").flushedByPrimaryAlone) }
        for (fsync, commit) in [("off", "local"), ("on", "off"), ("off", "off")] {
            #expect(!promise(fsync, commit).isFlushed && promise(fsync, commit).synchronousStandbys == 0)
        }
    }

    @Test func `what a standby has not flushed is told, also when it is gone, until another server is the primary`() async throws {
        try await withReplicatedServer(prepare: { primary in
            try await Database.opened(primary) { _ = try await $0.withSession { try Migrator().migrate(in: $0) } }
        }) { server in
            var configuration = server.configuration
            configuration.role = "maintien_questions"
            configuration.isReadOnly = true
            var seen = SeenStandbys()
            try await Database.opened(configuration) { questions in
                func lags() async throws -> [String: Int64] {
                    seen = try await questions.withSession { [seen] session in try seen.afterLook(in: session) }
                    return seen.lags
                }
                func write(_ bytes: Int) async throws {
                    try await Database.opened(server.configuration) { owner in
                        try await owner.withSession { session in
                            try session.transaction { session in
                                try session.execute("SET LOCAL synchronous_commit = local")
                                try session.execute("SELECT pg_logical_emit_message(true, 'test', repeat('x', \(Int32(bytes))))")
                            }
                        }
                    }
                }
                while try await lags() != ["standby": 0] { await Task.yield() }
                let standby = try #require(server.standby.processes)
                standby.standStill()
                defer { standby.goOn() }
                try await write(10_000)
                #expect(try await lags()["standby", default: 0] > 10_000)
                standby.goOn()
                while try await lags() != ["standby": 0] { await Task.yield() }
                try server.standby.stop()
                try await write(20_000)
                #expect(try await lags()["standby", default: 0] > 20_000)
                // The primary's process that sent to it is there for a moment more. Who sees none is told of none.
                while try await questions.withSession({ try SeenStandbys().afterLook(in: $0) }).lags != [:] { await Task.yield() }
            }
            try await server.failOver()
            var promoted = server.primaryOfBoth(standbyFirst: true)
            promoted.role = "maintien_questions"
            try await Database.opened(promoted) { questions in
                let now = try await questions.withSession { [seen] session in try seen.afterLook(in: session) }
                #expect(now.lags == [:])
            }
        }
    }
}

extension CommitPromise {
    fileprivate var flushedByPrimaryAlone: CommitPromise {
        CommitPromise(fsync: "on", synchronousCommit: "local", synchronousStandbyNames: "")
    }
}
