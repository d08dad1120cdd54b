import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// A log that was altered behind its back is found out, with the first event that is wrong.
@Suite(.timeLimit(.minutes(10))) struct VerifyTests {
    /// What somebody with every right does to the log.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let script: String
        let position: Int
        let words: String

        static let all = [
            Damage(
                testDescription: "a byte of a payload",
                script: "UPDATE log.event SET payload = replace(payload::text, '1986', '1987')::json WHERE position = 2",
                position: 2, words: "hash"),
            Damage(
                testDescription: "a space in a payload, which says the same",
                script: "UPDATE log.event SET payload = (payload::text || ' ')::json WHERE position = 3",
                position: 3, words: "hash"),
            Damage(
                testDescription: "who recorded it", script: "UPDATE log.event SET recorded_by = 'nobody' WHERE position = 1", position: 1,
                words: "hash"),
            Damage(
                testDescription: "an event taken out", script: "DELETE FROM log.event WHERE position = 2", position: 2, words: "missing"),
            Damage(testDescription: "the end cut off", script: "DELETE FROM log.event WHERE position = 3", position: 3, words: "missing"),
        ]
    }

    @Test(arguments: Damage.all)
    func `the first event that is wrong is named`(damage: Damage) async throws {
        try await withDirectory { path in
            let data = "\(path)/data"
            let serving = try await Serving.start(["--data", data])
            let contract = try await Life.tell(on: serving)
            let whole = try await Program.run(["verify", "--data", data])
            #expect(whole.status == 0 && whole.output.contains("Events: 3."))

            let address = try #require(PrivatePostgres.running(in: data))
            let superuser = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            try await superuser.withSession { session in
                // Past the trigger, as only a superuser can.
                try session.executeScript("SET session_replication_role = replica; \(damage.script)")
            }
            await superuser.shutdown()

            let words = try await Program.run(["verify", "--data", data])
            #expect(
                words.status == 1 && words.output.contains("position \(damage.position)") && words.output.contains(damage.words), "\(words)"
            )
            await serving.stop()
            // The same from a log that nobody serves.
            let told = try await Program.run(["verify", "--json", "--data", data])
            let json = try JSON(parsing: Array(told.output.utf8))
            #expect(told.status == 1 && json["whole"] == false && json["position"] == JSON(damage.position))
            if damage.words == "hash" { #expect(json["contract"] == .string(contract) && json["version"] == JSON(damage.position)) }
        }
    }

    @Test func `a log that cannot be read is not taken for a damaged one`() async throws {
        try await withDirectory { path in
            let away = try await Program.run(["verify", "--database", "postgresql://nobody@127.0.0.1:1/none"])
            #expect(away.status == 2 && away.isOneLine(with: "unreachable"))
            let none = try await Program.run(["verify", "--data", "\(path)/none"])
            #expect(none.status == 2 && none.isOneLine(with: "\(path)/none"))
        }
    }
}
