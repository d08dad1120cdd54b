import Postgres
import PostgresTesting
import Testing

/// A COMMIT that the server answers with a warning is no success: a cancelled wait for a synchronous standby comes so.
@Suite(.timeLimit(.minutes(10)))
struct CommitWarningTests {
    @Test(arguments: 0..<FaultTests.commits.count)
    func `a commit with a warning is told, whatever the way to commit`(index: Int) async throws {
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
                _ = try session.pipeline(["BEGIN", warn, "COMMIT"].map { Statement.execute($0) })
            }
        }
    }
}
