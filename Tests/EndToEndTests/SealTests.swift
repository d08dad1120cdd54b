import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// A log is sealed by an auditor's login, witnessed by another, and proved against both.
@Suite(.timeLimit(.minutes(10))) struct SealTests {
    /// A running service with a life, and keys of a sealer and of a witness.
    private struct Office {
        let path: String
        let serving: Serving
        let contract: String
        var data: [String] { ["--data", "\(path)/data"] }
        var sealing: [String] { ["seal", "--seal-key", "\(path)/seal.key", "--to", "\(path)/seals"] }
        var witnessing: [String] {
            [
                "witness", "--witness-key", "\(path)/witness.key", "--seals", "\(path)/seals", "--seal-keys", "\(path)/keys", "--to",
                "\(path)/witnessed",
            ]
        }

        init(in path: String) async throws {
            self.path = path
            for folder in ["seals", "witnessed"] { #expect(mkdir("\(path)/\(folder)", 0o755) == 0) }
            var keys = "# sealer and witness\n"
            for (verb, option) in [("seal", "--seal-key"), ("witness", "--witness-key")] {
                let arguments = [verb, "--make-key", "example.fr/\(verb)", option, "\(path)/\(verb).key"]
                let made = try await Program.run(arguments)
                #expect(made.status == 0 && made.output.hasPrefix("example.fr/\(verb)+"), "\(made)")
                keys += made.output
                let again = try await Program.run(arguments)
                #expect(again.status == 2 && again.isOneLine(with: "is there already"), "\(again)")
                #expect(try FileManager.default.attributesOfItem(atPath: "\(path)/\(verb).key")[.posixPermissions] as? Int == 0o600)
            }
            try Data(keys.utf8).write(to: URL(filePath: "\(path)/keys"))
            serving = try await Serving.start(["--data", "\(path)/data"])
            contract = try await Life.tell(on: serving)
        }

        func pay(_ cents: Int) async throws {
            let body: JSON = ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": JSON(cents)]
            #expect(try await serving.connect().send("POST", "/v1/contracts/\(contract)/declare-pay", body).status == 200)
        }

        func seals(in folder: String = "seals") throws -> [String] {
            try sealNames(in: "\(path)/\(folder)")
        }

        func verify(_ folder: String = "seals", json: Bool = false) async throws -> Program.Ending {
            try await Program.run(
                ["verify", "--seals", "\(path)/\(folder)", "--seal-keys", "\(path)/keys"] + (json ? ["--json"] : []) + data)
        }

        /// Does what only somebody with every right can.
        func alter(_ script: String) async throws {
            let address = try #require(PrivatePostgres.running(in: "\(path)/data"))
            let superuser = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            try await superuser.withSession { try $0.executeScript("SET session_replication_role = replica; \(script)") }
            await superuser.shutdown()
        }
    }

    @Test func `a log is sealed, witnessed, and holds both; what was cut off is named by either, and no more is sealed`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let none = try await office.verify()
            #expect(none.status == 1 && none.output.contains("There is no seal of this log"), "\(none)")
            let sealed = try await Program.run(office.sealing + office.data)
            #expect(sealed.status == 0 && sealed.output.hasPrefix("Sealed up to position 3: \(path)/seals/"), "\(sealed)")
            try await office.pay(1)
            let next = try await Program.run(office.sealing + office.data + ["--json"])
            #expect(next.status == 0 && next.output.contains("\"position\":4"), "\(next)")
            #expect(try office.seals().count == 2 && office.seals().allSatisfy { $0.hasSuffix(".seal") })

            let witnessed = try await Program.run(office.witnessing + office.data)
            #expect(witnessed.status == 0 && witnessed.output.hasPrefix("Witnessed up to position 4: "), "\(witnessed)")
            // Once is enough.
            #expect(try await Program.run(office.witnessing + office.data).output == witnessed.output)
            #expect(try office.seals(in: "witnessed") == [office.seals()[1]])
            try await office.pay(2)
            let whole = try await office.verify()
            #expect(
                whole.status == 0 && whole.output.contains("Seals: 2. The newest is of") && whole.output.contains("Events since: 1"),
                "\(whole)")
            let both = try await office.verify("witnessed", json: true)
            let json = try JSON(parsing: Array(both.output.utf8))
            #expect(json["whole"] == true && json["witnessedPosition"] == 4 && json["sealFindings"] == [], "\(both)")

            try await office.alter(
                """
                DELETE FROM log.event WHERE position > 3;
                UPDATE log.head SET (position, hash, recorded_at) = (SELECT position, hash, recorded_at FROM log.event WHERE position = 3)
                """)
            for folder in ["seals", "witnessed"] {
                let cut = try await office.verify(folder, json: true)
                let json = try JSON(parsing: Array(cut.output.utf8))
                #expect(cut.status == 1 && json["whole"] == false && json["sealFindings"]?[0]?["finding"] == "cutOff", "\(cut)")
            }
            for verb in [office.sealing, office.witnessing] {
                let refused = try await Program.run(verb + office.data)
                #expect(refused.status == 1 && refused.output.contains("The end of the log was cut off: it ends at 3"), "\(refused)")
            }
            #expect(try office.seals().count == 2)
            await office.serving.stop()
        }
    }

    @Test func `an event that was changed since the last seal is not sealed`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            #expect(try await Program.run(office.sealing + office.data).status == 0)
            for cents in 1...2 { try await office.pay(cents) }
            try await office.alter("UPDATE log.event SET recorded_by = 'nobody' WHERE position = 5")
            let refused = try await Program.run(office.sealing + office.data)
            #expect(refused.status == 1 && refused.output.contains("damaged at position 5"), "\(refused)")
            #expect(try office.seals().count == 1)
            await office.serving.stop()
        }
    }

    @Test func `after a recovery somebody has to say that the loss is known`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            try await office.pay(1)
            #expect(try await Program.run(office.sealing + office.data).status == 0)
            #expect(try await Program.run(office.witnessing + office.data).status == 0)
            await office.serving.stop()
            // As a backup of the instant before would have it.
            let serving = try await Serving.start(office.data)
            try await office.alter(
                """
                DELETE FROM log.event WHERE position > 3;
                UPDATE log.head SET (position, hash, recorded_at) = (SELECT position, hash, recorded_at FROM log.event WHERE position = 3)
                """)
            await serving.stop()
            // The projections were not restored: they are ahead of the log.
            let recovered = try await Program.run(["recover"] + office.data)
            #expect(recovered.status == 1 && recovered.output.contains("Incarnation 2 of"), "\(recovered)")
            for verb in [office.sealing, office.witnessing] {
                let refused = try await Program.run(verb + office.data)
                #expect(refused.status == 1 && refused.output.contains("Events after 3 are lost"), "\(refused)")
            }
            #expect(try await office.verify().status == 1)
            let sealed = try await Program.run(office.sealing + office.data + ["--after-recovery"])
            #expect(sealed.status == 0, "\(sealed)")
            #expect(try await Program.run(office.witnessing + office.data + ["--after-recovery"]).status == 0)
            let known = try await office.verify()
            #expect(known.status == 0 && known.output.contains("Lost when a copy was restored, and known since"), "\(known)")
            #expect(try await Program.run(office.sealing + office.data).status == 0)
        }
    }

    @Test func `an auditor's login seals, witnesses and verifies, and reads no vault`() async throws {
        try await withDirectory { path in
            try await withDatabase { made in
                let office = try await Office(in: path)
                await office.serving.stop()
                #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
                let auditor = ["--database", try await url(of: "tester_three", with: "IN ROLE maintien_auditor", in: made.url)]
                #expect(try await Program.run(office.sealing + auditor).status == 0)
                #expect(try await Program.run(office.witnessing + auditor).status == 0)
                let verified = try await Program.run(["verify", "--seals", "\(path)/witnessed", "--seal-keys", "\(path)/keys"] + auditor)
                #expect(verified.status == 0 && verified.output.contains("was not opened"), "\(verified)")
            }
        }
    }

    @Test func `a sealer that follows seals at once, and again when enough events came`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let sealer = try Program(office.sealing + office.data + ["--follow", "--events", "2"])
            #expect(await sealer.written("Sealed up to position 3").contains("position 3"))
            for cents in 1...2 { try await office.pay(cents) }
            #expect(await sealer.written("Sealed up to position 5").contains("position 5"))
            sealer.signal(SIGTERM)
            _ = await sealer.ended()
            #expect(try office.seals().count == 2)
            await office.serving.stop()
        }
    }

    @Test func `what is missing or wrong on the command line is named`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            await office.serving.stop()
            for (arguments, status, words) in [
                (["seal"], 64, "--seal-key"), (["seal", "--seal-key", "\(path)/seal.key"], 64, "--to"), (["witness"], 64, "--witness-key"),
                (["verify", "--seals", path], 64, "--seal-keys"),
                (["seal", "--make-key", "a b", "--seal-key", "\(path)/x"], 64, "white space"),
                (["seal", "--seal-key", "\(path)/none", "--to", path] + office.data, 2, "\(path)/none"),
                (["seal", "--seal-key", "\(path)/witness.key", "--to", path] + office.data, 2, "holds no key of this kind"),
                (["seal", "--seal-key", "\(path)/seal.key", "--to", "\(path)/none"] + office.data, 2, "\(path)/none"),
                (["verify", "--seals", path, "--seal-keys", "\(path)/seal.key"] + office.data, 2, "holds no key of this kind"),
            ] as [([String], Int32, String)] {
                let refused = try await Program.run(arguments)
                #expect(refused.status == status && refused.output.isEmpty && refused.errors.contains(words), "\(arguments): \(refused)")
            }
            #expect(chmod("\(path)/seal.key", 0o644) == 0)
            let exposed = try await Program.run(office.sealing + office.data)
            #expect(exposed.status == 64 && exposed.isOneLine(with: "chmod 600"), "\(exposed)")
        }
    }
}

/// The names of the seals in a directory. The register of erasures is there too.
func sealNames(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".seal") }.sorted()
}
