import Postgres
import PostgresTesting
import Testing

/// A COMMIT that the server answers with a warning is no success: a cancelled wait for a synchronous standby comes so.
@Suite(.timeLimit(.minutes(10)))
struct CommitWarningTests {
    @Test func `a cancelled wait for a standby is told, whatever the way to commit`() async throws {
        try await withReplicatedServer(prepare: { _ in }) { server in
            let database = Database(server.configuration, connections: 1)
            let other = Database(server.configuration, connections: 1)
            try await other.withSession { try $0.executeScript("CREATE TABLE t (n int8)") }
            try server.standby.stop()
            for (way, commit) in FaultTests.commits {
                let task = Task { try await database.withSession(commit) }
                let process = try await other.processRunning("", waitingFor: "SyncRep")
                try await other.withSession { _ = try $0.execute("SELECT pg_cancel_backend(\(process))") }
                await #expect("\(way)") { try await task.value } throws: { $0.postgresCode == .notReplicated }
            }
            try await other.expect("SELECT count(*) FROM t", is: FaultTests.commits.count)
            #expect(database.load.connectionsOpened == 1)
            await database.shutdown()
            await other.shutdown()
        }
    }

    /// The transaction and the pipeline, whose COMMIT is a statement.
    @Test(arguments: 0..<2)
    func `a COMMIT with any warning is told`(index: Int) async throws {
        let (way, commit) = FaultTests.commits[index]
        try await withPools(connections: 1) { database, other in
            try await other.withSession { session in
                try session.executeScript(
                    """
                    CREATE TABLE t (n int8);
                    CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'not yet'; RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER warn AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION warn();
                    """)
            }
            await #expect("\(way)") { try await database.withSession(commit) } throws: { $0.postgresCode == .notReplicated }
            try await database.expect("SELECT count(*) FROM t", is: 1)
            #expect(database.load.connectionsOpened == 1)
        }
    }

    @Test func `a warning of a statement before the commit is none of the commit's`() async throws {
        try await withPool { database in
            try await database.withSession { session in
                let warn: SQL = "DO $$ BEGIN RAISE WARNING 'careful'; END $$"
                try session.execute(warn)
                try session.transaction { try $0.execute(warn) }
                try session.executeScript(warn.text)
                _ = try session.pipeline(["BEGIN", warn, "COMMIT"].map { Statement.execute($0) })
            }
        }
    }
}
