import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// An erasure holds in older backups once the epochs of their time are destroyed.
@Suite(.timeLimit(.minutes(10))) struct RotationTests {
    private static let identity: JSON = ["familyName": "Lossouarn", "givenNames": "Azenor", "nir": "285032915600119"]

    @Test func `a person erased after a backup cannot be read in it when its epoch is destroyed, and services go on meanwhile`()
        async throws
    {
        try await withDirectory { path in
            try await withDatabase { made in
                let (file, oldFile, dump) = ("\(path)/vault.key", "\(path)/old.key", "\(path)/dump")
                for key in [file, oldFile] { try writeSecret(Array(repeating: 7, count: 32), to: key) }
                #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
                let serving = try await Serving.start(["--database", try await url(in: made.url), "--vault-key", file])
                let connection = serving.connect()
                let (erased, living) = (UUID().uuidString.lowercased(), UUID().uuidString.lowercased())
                for contract in [erased, living] {
                    let told = try await connection.send(
                        "POST", "/v1/contracts/\(contract)/affiliate",
                        .affiliation(identity: Self.identity.with("email", "\(contract)@exemple.fr")))
                    #expect(told.status == 201)
                }
                #expect(try await Program.run(["-Fc", "-f", dump, made.url], executable: "pg_dump").status == 0)
                let erasure = try await connection.send("POST", "/v1/contracts/\(erased)/people/holder/erase", ["reason": "asked for"])
                #expect(erasure.status == 200, "\(erasure)")

                let vault = { (verb: [String]) in
                    try await Program.run(["vault"] + verb + ["--database", made.url, "--vault-key", file])
                }
                let rotated = try await vault(["rotate", "--json"])
                #expect(rotated.status == 0 && rotated.output == "{\"epoch\":2,\"wrapped\":1}\n", "\(rotated)")
                // The service follows without a restart, to read and to write.
                let (people, found) = ("/v1/contracts/\(living)/people/holder", Self.identity.with("email", "\(living)@exemple.fr"))
                #expect(try await connection.send("GET", people).body["familyName"] == "Lossouarn")
                #expect(try await connection.send("PUT", people, found.with("phone", "+33 2 98 11 22 33")).status == 200)
                let another = try await connection.send(
                    "POST", "/v1/contracts/\(UUID())/affiliate", .affiliation(identity: Self.identity))
                #expect(another.status == 201, "\(another)")
                #expect(await serving.program.logged("follows the present epoch", moreThan: 0) == 1)

                let early = try await vault(["destroy-epoch", "1"])
                #expect(early.status == 2 && early.errors.contains("backups.days"), "\(early)")
                #expect(try await vault(["destroy-epoch", "2"]).status == 2)
                let owner = Database(made.configuration, connections: 1)
                try await owner.withSession { try $0.executeScript("UPDATE vault.epoch SET settled_at = settled_at - interval '35 days'") }
                await owner.shutdown()
                let listed = try await vault(["epochs"])
                #expect(listed.output.contains("epoch 1  since") && listed.output.contains("may be destroyed from"), "\(listed)")
                let overdue = try await Program.run(["doctor", "--database", try await url(in: made.url), "--vault-key", file])
                #expect(overdue.output.contains("No backup needs epoch 1"), "\(overdue)")
                #expect(try await vault(["destroy-epoch", "1"]).status == 0)
                #expect(try await vault(["epochs"]).output.contains("destroyed"))
                #expect(try await serving.connect().send("GET", people).body["familyName"] == "Lossouarn")
                #expect(await serving.stop().status == 0)
                let restarted = try await Serving.start(["--database", try await url(in: made.url), "--vault-key", file])
                #expect(try await restarted.connect().send("GET", people).body["phone"] == "+33 2 98 11 22 33")
                #expect(try await restarted.connect().send("GET", "/v1/people?find=\(living)@exemple.fr").body["people"]?.array?.count == 1)
                await restarted.stop()

                let restored = try await made.restore(dump)
                let serve = ["serve", "--listen", "127.0.0.1:0", "--database", try await url(in: restored), "--vault-key"]
                let refused = try await Program.run(serve + [file])
                #expect(refused.status == 2 && refused.errors.contains("epoch 1"), "\(refused)")
                // Without the destruction the backup would tell everything.
                let former = try await Serving.start(["--database", try await url(in: restored), "--vault-key", oldFile])
                let read = try await former.connect().send("GET", "/v1/contracts/\(erased)/people/holder")
                #expect(read.body["familyName"] == "Lossouarn", "\(read)")
                await former.stop()
                try await made.drop(restored)
            }
        }
    }
}
