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

    @Test func `the log tells what a standby has not flushed, until it is gone`() async throws {
        try await withReplicatedServer(prepare: { primary in
            try await Database.opened(primary) { _ = try await $0.withSession { try Migrator().migrate(in: $0) } }
        }) { server in
            var configuration = server.configuration
            configuration.role = "maintien_questions"
            configuration.isReadOnly = true
            try await Database.opened(configuration) { questions in
                @Sendable func lags() async throws -> [String: Int64] {
                    try await questions.withSession { try EventLog.standbyLags(in: $0) }
                }
                while try await lags() != ["standby": 0] { await Task.yield() }
                let standby = try #require(server.standby.processes)
                standby.standStill()
                defer { standby.goOn() }
                try await Database.opened(server.configuration) { owner in
                    try await owner.withSession { session in
                        try session.transaction { session in
                            try session.execute("SET LOCAL synchronous_commit = local")
                            try session.execute("SELECT pg_logical_emit_message(true, 'test', repeat('x', 10000))")
                        }
                    }
                }
                #expect(try await lags()["standby", default: 0] > 10_000)
                standby.goOn()
                while try await lags() != ["standby": 0] { await Task.yield() }
                try server.standby.stop()
                while try await lags() != [:] { await Task.yield() }
            }
        }
    }
}

extension CommitPromise {
    fileprivate var flushedByPrimaryAlone: CommitPromise {
        CommitPromise(fsync: "on", synchronousCommit: "local", synchronousStandbyNames: "")
    }
}
