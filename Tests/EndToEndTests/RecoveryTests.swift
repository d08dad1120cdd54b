import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Synchronization
import Testing

/// A data directory is put back as it was, and the log recovered by its seals.
@Suite(.timeLimit(.minutes(10))) struct RecoveryTests {
    /// A deployment with seals and a register of erasures.
    private struct Office {
        let path: String
        var data: [String] { ["--data", "\(path)/data"] }
        var sealing: [String] { ["seal", "--seal-key", "\(path)/seal.key", "--to", "\(path)/seals"] + data }
        var bySeals: [String] { ["recover", "--json", "--seals", "\(path)/seals", "--seal-keys", "\(path)/keys"] + data }

        init(in path: String) async throws {
            self.path = path
            #expect(mkdir("\(path)/seals", 0o755) == 0)
            let made = try await Program.run(["seal", "--make-key", "example.fr/seal", "--seal-key", "\(path)/seal.key"])
            try Data(made.output.utf8).write(to: URL(filePath: "\(path)/keys"))
        }

        func affiliate(on serving: Serving) async throws -> String {
            let contract = UUID().uuidString.lowercased()
            #expect(try await serving.connect().send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation()).status == 201)
            return contract
        }

        func erase(_ contract: String, on serving: Serving) async throws {
            let path = "/v1/contracts/\(contract)/people/holder/erase"
            #expect(try await serving.connect().send("POST", path, ["reason": "asked for"]).status == 200)
        }

        func seal(_ flags: String...) async throws {
            let sealed = try await Program.run(sealing + flags)
            #expect(sealed.status == 0, "\(sealed)")
        }

        func writeRegister() async throws {
            #expect(try await Program.run(["people", "erasures", "--to", "\(path)/erasures"] + data).status == 0)
        }

        /// Copies a data directory, links and modes with it.
        func copy(_ from: String, to: String) async throws {
            #expect(try await Program.run(["-rf", "\(path)/\(to)"], executable: "rm").status == 0)
            #expect(try await Program.run(["-a", "\(path)/\(from)", "\(path)/\(to)"], executable: "cp").status == 0)
        }

        /// Runs statements as the owner, without a service.
        func asOwner(_ script: String) async throws {
            let server = PrivatePostgres(directory: "\(path)/data", logins: ["maintien"])
            let address = try await server.start()
            let superuser = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            try await superuser.withSession { try $0.executeScript(script) }
            await superuser.shutdown()
            await server.stop()
        }

        /// Puts the copy back, as `maintien restore` leaves it.
        func restore() async throws {
            try await copy("backup", to: "data")
            try await asOwner("UPDATE log.identity SET restored_at = clock_timestamp()")
        }

        func recover(_ options: String...) async throws -> (ending: Program.Ending, json: JSON?) { try await recover(options) }

        func recover(_ options: [String]) async throws -> (ending: Program.Ending, json: JSON?) {
            let ending = try await Program.run(bySeals + options)
            return (ending, try? JSON(parsing: ending.output))
        }
    }

    @Test
    func
        `a restored log is held against its seals, what they state beyond it is lost, and it is recovered once, also after an interruption`()
        async throws
    {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let serving = try await Serving.start(office.data)
            let erased = try await office.affiliate(on: serving)
            try await office.seal()
            try await office.writeRegister()
            try await office.copy("erasures", to: "early")
            await serving.stop()
            try await office.copy("data", to: "backup")

            let later = try await Serving.start(office.data)
            try await office.erase(erased, on: later)
            _ = try await office.affiliate(on: later)
            try await office.seal()
            try await office.writeRegister()
            _ = try await office.affiliate(on: later)
            await later.stop()
            try await office.restore()

            // A register from before what the newest seal states.
            let early = try await office.recover("--erasures", "\(path)/early")
            #expect(early.ending.status == 2 && early.ending.errors.contains("name a later copy"), "\(early)")
            // A seal of another hand.
            try Data("maintien\n".utf8).write(to: URL(filePath: "\(path)/seals/0.seal"))
            let refused = try await office.recover("--erasures", "\(path)/erasures")
            #expect(refused.ending.status == 1 && refused.json?["seals"]?[0]?["finding"] == "refused", "\(refused)")
            unlink("\(path)/seals/0.seal")
            // Broken off when the next incarnation has begun.
            try await office.asOwner(
                """
                CREATE FUNCTION public.stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'stopped'; END $$;
                CREATE TRIGGER stop BEFORE INSERT ON vault.erasure FOR EACH ROW EXECUTE FUNCTION public.stop()
                """)
            #expect(try await office.recover("--erasures", "\(path)/erasures").ending.status == 2)
            let unserved = try await Program.run(["serve", "--listen", "127.0.0.1:0"] + office.data)
            #expect(unserved.status == 2 && unserved.errors.contains("maintien recover"), "\(unserved)")
            try await office.asOwner("DROP TRIGGER stop ON vault.erasure")

            let recovered = try await office.recover("--known-position", "4")
            let json = recovered.json
            #expect(recovered.ending.status == 0 && json?["incarnation"] == 2 && json?["begunAfter"] == 1, "\(recovered)")
            #expect(json?["sealedPosition"] == 3 && json?["lost"]?["from"] == 2 && json?["lost"]?["through"] == 4, "\(recovered)")
            #expect(json?["erasedAgain"] == 1 && json?["erasedUnknown"] == 0, "\(recovered)")
            let again = try await Serving.start(office.data)
            #expect(try await again.connect().send("GET", "/v1/contracts/\(erased)/people/holder").status == 410)
            #expect(try await again.connect().send("GET", "/v1/events").body[0]?["incarnation"] == 2)
            await again.stop()
            let unaccepted = try await Program.run(office.sealing)
            #expect(unaccepted.status == 1 && unaccepted.output.contains("Events after 1 are lost"), "\(unaccepted)")
            try await office.seal("--after-recovery")
            let verified = try await Program.run(["verify", "--seals", "\(path)/seals", "--seal-keys", "\(path)/keys"] + office.data)
            #expect(verified.status == 0 && verified.output.contains("and known since"), "\(verified)")

            // The backup of before the recovery is restored once more: its incarnation is none that was sealed.
            try await office.restore()
            let second = try await office.recover()
            #expect(second.ending.status == 0 && second.json?["incarnation"] == 3 && second.json?["begunAfter"] == 1, "\(second)")
            #expect(second.json?["sealedPosition"] == 2 && second.json?["lost"]?["through"] == 2, "\(second)")
            try await office.seal("--after-recovery")
            let whole = try await Program.run(["verify", "--seals", "\(path)/seals", "--seal-keys", "\(path)/keys"] + office.data)
            #expect(whole.status == 0, "\(whole)")
        }
    }

    @Test
    func
        `who was erased since the newest seal stays erased: by the feed, or nothing is recovered; what is of the unknown is not told again`()
        async throws
    {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let serving = try await Serving.start(office.data)
            let known = try await office.affiliate(on: serving)
            try await office.seal()
            await serving.stop()
            try await office.copy("data", to: "backup")

            let later = try await Serving.start(office.data)
            let unknown = try await office.affiliate(on: later)
            for contract in [known, unknown] { try await office.erase(contract, on: later) }
            let other = try await office.affiliate(on: later)
            let events = try await later.connect().send("GET", "/v1/events?limit=100").body
            try Data(events.bytes()).write(to: URL(filePath: "\(path)/feed"))
            await later.stop()
            try await office.writeRegister()
            let fed = ["--feed", "\(path)/feed", "--known-position", "7"]

            // What is no feed of this log marks nothing: the log is served as before.
            try await office.copy("backup", to: "data")
            let told = String(decoding: events.bytes(), as: UTF8.self)
            let log = try #require(events[0]?["logid"]?.string)
            for (text, trouble) in [
                (told.replacing(log, with: "\(UUID())"), "is of another log"),
                (told.replacing("\"position\":5", with: "\"position\":\(Int64.max)"), "is no event of the feed"),
            ] {
                try Data(text.utf8).write(to: URL(filePath: "\(path)/altered"))
                let refused = try await Program.run(office.bySeals + ["--feed", "\(path)/altered"])
                #expect(refused.status == 2 && refused.errors.contains(trouble), "\(refused)")
            }
            await (try await Serving.start(office.data)).stop()

            // One that nobody has marked as restored too.
            for isMarked in [false, true] {
                try await office.copy("backup", to: "data")
                if isMarked { try await office.restore() }
                let refused = try await Program.run(office.bySeals + fed)
                #expect(refused.status == 2, "\(refused)")
                for person in ["position 3 (\(known) holder)", "position 4 (\(unknown) holder)"] {
                    #expect(refused.errors.contains(person), "\(refused)")
                }
                #expect(!refused.errors.contains(other))
                let unserved = try await Program.run(["serve", "--listen", "127.0.0.1:0"] + office.data)
                #expect(unserved.status == 2 && unserved.errors.contains("maintien recover"), "\(unserved)")
            }
            // By the register, then by what the feed tells.
            for word in [["--erasures", "\(path)/erasures"], ["--accept-lost-erasures"]] {
                try await office.restore()
                let words = try await Program.run(office.bySeals.filter { $0 != "--json" } + fed + word)
                #expect(words.status == 0 && words.output.contains("Tell them again, but for 3 about erased people."), "\(words)")
                #expect(words.output.contains("Not known to the restored log: 1. Tell nothing of them again:\n  \(unknown)  holder\n"))
                #expect(words.output.contains("Nothing tells what was recorded at 6 to 7: who was erased there comes back."), "\(words)")
                #expect(!words.output.contains("\(unknown)  fr.maintien") && words.output.contains("5  "), "\(words)")
                try await office.restore()
                let json = try await office.recover(fed + word).json
                #expect(json?["erasedAgain"] == 1 && json?["erasedUnknown"] == 1, "\(String(describing: json))")
                #expect(json?["unknownPeople"] == [["contract": .string(unknown), "person": "holder"]])
                #expect(json?["lost"]?["events"]?.array?.map { $0["position"] } == [5])
                #expect(json?["lost"]?["erasures"]?.array?.map { $0["position"] } == [3, 4])
                #expect(json?["untold"] == [["from": 6, "through": 7]])
                let again = try await Serving.start(office.data)
                #expect(try await again.connect().send("GET", "/v1/contracts/\(known)/people/holder").status == 410)
                await again.stop()
            }
        }
    }

    @Test func `a service that comes while the log is proved is found before a recovery erases anything`() async throws {
        try await withDatabase { made async throws in
            #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
            let owner = Database(made.configuration, connections: 1)
            let recovery = ["recover", "--no-seals", "--accept-lost-erasures", "--json", "--database", made.url]
            let (isHeld, holds) = AsyncStream<Void>.makeStream()
            let (isProving, proves) = AsyncStream<Void>.makeStream()
            let mayProve = Atomic(false)
            async let holding: Void = owner.withSession { session in
                try session.transaction { session in
                    try session.execute("LOCK TABLE log.event IN ACCESS EXCLUSIVE MODE")
                    holds.yield()
                    try session.awaitWaiter()
                    proves.yield()
                    while !mayProve.load(ordering: .acquiring) { try session.execute("SELECT pg_sleep(0.01)") }
                }
            }
            for await _ in isHeld { break }
            let recovering = try Program(recovery)
            for await _ in isProving { break }
            let service = Database(try PostgresConfiguration(url: try await url(in: made.url)).patient, connections: 1)
            _ = try await service.withSession { try $0.one("SELECT 1", as: Int.self) }
            mayProve.store(true, ordering: .releasing)
            try await holding
            let refused = await recovering.ended()
            #expect(refused.status == 2 && refused.errors.contains("stop every service first"), "\(refused)")
            await service.shutdown()
            await owner.shutdown()
            // The incarnation that began is gone on with.
            let recovered = try await Program.run(recovery)
            #expect(recovered.status == 0 && recovered.output.contains(#""incarnation":2"#), "\(recovered)")
        }
    }

    @Test func `a restored log whose history is not the sealed one is not recovered`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let serving = try await Serving.start(office.data)
            _ = try await office.affiliate(on: serving)
            await serving.stop()
            try await office.copy("data", to: "backup")
            let one = try await Serving.start(office.data)
            _ = try await office.affiliate(on: one)
            await one.stop()
            try await office.seal()
            // Another history goes on from the backup.
            try await office.copy("backup", to: "data")
            let other = try await Serving.start(office.data)
            for _ in 0..<2 { _ = try await office.affiliate(on: other) }
            await other.stop()
            try await office.asOwner("UPDATE log.identity SET restored_at = clock_timestamp()")
            let refused = try await office.recover("--accept-lost-erasures")
            #expect(refused.ending.status == 1 && refused.json?["recovered"] == false, "\(refused)")
            #expect(refused.json?["seals"]?[0]?["finding"] == "rewritten", "\(refused)")
            let unsealed = try await Program.run(["recover", "--no-seals", "--accept-lost-erasures", "--json"] + office.data)
            #expect(unsealed.status == 0 && unsealed.output.contains("\"incarnation\":2"), "\(unsealed)")
        }
    }
}
