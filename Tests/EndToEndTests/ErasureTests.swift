import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// After a person is erased nothing of them is left, in no file of the database and in no answer, and the log proves itself.
@Suite(.timeLimit(.minutes(10))) struct ErasureTests {
    private static let identity: JSON = [
        "familyName": "Quéméneur-Abiven", "birthName": "Lossouarn", "givenNames": "Azenor", "nir": "285032915600119",
        "email": "azenor@exemple.bzh", "phone": "+33 2 98 11 22 33", "address": "7 venelle des Korrigans, Brest",
    ]
    private static let mandate: JSON = [
        "effectiveOn": "2026-05-01", "iban": "FR7630006000011234567890189", "mandateReference": "RUM-1", "signedOn": "2026-04-20",
    ]
    /// Every field in clear, or a part of it.
    private static let clear = [
        "Quéméneur", "Lossouarn", "Azenor", "285032915600119", "azenor@", "98 11 22 33", "Korrigans", "FR7630006000011234567890189",
        "30006000011234567890189",
    ]

    @Test func `of a person erased under load no byte is left in tables, indexes, log, projections, answers, dump and output`() async throws
    {
        try await withDirectory { path in
            let (data, database) = ("\(path)/data", ["--data", "\(path)/data"])
            let serving = try await Serving.start(database)
            let contract = try await Life.tell(on: serving, identity: Self.identity, spouse: ["familyName": "Autre"])
            let people = "/v1/contracts/\(contract)/people/holder"
            let connection = serving.connect()
            let registered = try await connection.send(
                "POST", "/v1/contracts/\(contract)/register-mandate", Self.mandate, headers: ["Idempotency-Key": "mandate"])
            #expect(registered.status == 200)
            #expect(try await connection.send("PUT", people, Self.identity.with("address", "12 quai de la Douane")).status == 200)

            let address = try #require(PrivatePostgres.running(in: data))
            let owner = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            let sealed = try await owner.withSession { try Self.sealed(of: contract, in: $0) }
            #expect(sealed.count > 12)
            try await owner.withSession { _ = try $0.execute("CHECKPOINT") }
            // What is there is found this way.
            for bytes in sealed { #expect(try Self.files(in: "\(data)/data/base", holding: [bytes]) > 0) }

            // Others record, read and change meanwhile, this person too.
            let erased = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<3 {
                    group.addTask {
                        for _ in 0..<8 {
                            _ = try await Life.tell(on: serving, identity: ["familyName": .string("Tudal \(number)")])
                            _ = try await serving.connect().send("PUT", people, Self.identity)
                            _ = try await serving.connect().send("GET", people)
                        }
                        return 0
                    }
                }
                group.addTask {
                    try await serving.connect().send("POST", "\(people)/erase", ["reason": "demande d'effacement"]).status
                }
                return try await group.reduce(0) { max($0, $1) }
            }
            #expect(erased == 200)
            for (method, path) in [("GET", people), ("GET", "\(people)/changes"), ("PUT", people)] {
                let reply = try await connection.send(method, path, method == "PUT" ? Self.identity : nil)
                #expect(reply.status == 410 && reply.body["rule"] == "person.erased")
            }
            #expect(try await connection.send("GET", "/v1/people?find=Abiven").body["people"] == [])

            let purge = try await Program.run(["people", "purge"] + database)
            #expect(purge.status == 0 && purge.output.contains("1"), "\(purge)")
            #expect(try await Program.run(["people", "purge", "--json"] + database).output == "{\"purged\":0}\n")
            try await owner.withSession { _ = try $0.execute("CHECKPOINT") }
            // Others were born on the same day, and keep its token.
            let others = try await owner.withSession { session in
                try session.query("SELECT DISTINCT token FROM vault.record, unnest(tokens) AS token", as: [UInt8].self)
            }
            let destroyed = sealed.filter { !others.contains($0) }
            #expect(destroyed.count == sealed.count - 1)
            #expect(try Self.files(in: "\(data)/data/base", holding: destroyed) == 0)
            // Who was not erased is there still.
            #expect(try await connection.send("GET", "/v1/contracts/\(contract)/people/\(Life.spouse)").body["familyName"] == "Autre")

            let position = try await connection.send("GET", "/v1/events?limit=1000").headers["x-position"] ?? ""
            var answers = ""
            for question in [
                "events?limit=1000", "contracts/\(contract)/events", "contracts/\(contract)/timeline", "access-log", "worklist",
                "coverage?on=2026-06-15", "cotisations?month=2026-06",
            ] {
                let headers = ["Accept": "application/json", "X-Wait-For-Position": position]
                answers += try await connection.send("GET", "/v1/\(question)", headers: headers).body.description
            }
            let dump = try await Program.run([address.url(database: "maintien")], executable: "pg_dump")
            #expect(dump.status == 0)
            for bytes in destroyed { #expect(!dump.output.contains(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())) }
            try await owner.withSession { _ = try $0.execute("SELECT pg_switch_wal()") }
            try await owner.withSession { _ = try $0.execute("CHECKPOINT") }
            await owner.shutdown()
            let ending = await serving.stop()
            #expect(ending.status == 0 && answers.contains("personErased"))
            for text in [answers, dump.output, ending.output, ending.errors] {
                #expect(!Self.clear.contains { text.contains($0) })
            }
            // In clear they never were in any file, the write-ahead log and PostgreSQL's own log among them.
            #expect(try Self.files(in: data, holding: Self.clear.map { Array($0.utf8) }) == 0)
            #expect(try await Program.run(["verify"] + database).status == 0)
            #expect(try await Program.run(["verify", "--projections"] + database).status == 0)
        }
    }

    @Test func `keys of two callers are two keys, over HTTP and in bulk, and each gets its own answer again`() async throws {
        try await withDirectory { path in
            try writeSecret(Array("one token-one clerk\ntwo token-two clerk".utf8), to: "\(path)/tokens")
            let serving = try await Serving.start(["--tokens", "\(path)/tokens"], verb: "sandbox")
            let contract = try await Life.tell(on: serving)
            func pay(_ token: String, _ cents: Int) async throws -> HTTPConnection.Reply {
                try await serving.connect(token: token).send(
                    "POST", "/v1/contracts/\(contract)/declare-pay",
                    ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": JSON(cents)], headers: ["Idempotency-Key": "k"])
            }
            func bulk(_ token: String) async throws -> HTTPConnection.Reply {
                let line = """
                    {"key":"k","contract":"\(contract)","command":"declare-pay","effectiveOn":"2026-06-01","grossMonthlyPayCents":1}
                    """
                return try await serving.connect(token: token).send("POST", "/v1/commands", Array(line.utf8), of: "application/x-ndjson")
            }
            let first = try await pay("token-one", 1)
            let second = try await pay("token-two", 2)
            #expect(first.body["version"] == 4 && second.body["version"] == 5)
            #expect(second.headers["idempotency-replayed"] == nil)
            let again = try await pay("token-one", 1)
            #expect(again.headers["idempotency-replayed"] == "true" && again.body == first.body)
            #expect(try await pay("token-one", 2).body["rule"] == "idempotency.mismatch")
            #expect(try await bulk("token-one").body["status"] == 200)
            #expect(try await bulk("token-two").body["rule"] == "idempotency.mismatch")
            #expect(try await pay("token-two", 2).body == second.body)
            #expect(await serving.stop().status == 0)
        }
    }

    /// The sealed bytes of the holder and of their commands: the wrapped key, what is sealed now and before, tokens of 16 bytes, fingerprints
    /// with their salt.    /// A token of two bytes is that of many names.
    private static func sealed(of contract: String, in session: Session) throws -> [[UInt8]] {
        try session.query(
            """
            SELECT wrapped_key FROM vault.person WHERE contract_id = \(contract)::uuid AND person = 'holder'
            UNION SELECT sealed FROM vault.record WHERE contract_id = \(contract)::uuid AND person = 'holder'
            UNION SELECT sealed FROM vault.earlier_record WHERE contract_id = \(contract)::uuid AND person = 'holder'
            UNION SELECT token FROM vault.record, unnest(tokens) AS token
                WHERE contract_id = \(contract)::uuid AND person = 'holder' AND length(token) = 16
            UNION SELECT fingerprint FROM log.idempotency WHERE key = 'operator/mandate'
            UNION SELECT uuid_send(salt) FROM log.idempotency WHERE key = 'operator/mandate'
            """, as: [UInt8].self)
    }

    /// How many files below a directory hold at least one of some byte sequences.
    private static func files(in directory: String, holding needles: [[UInt8]]) throws -> Int {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
        return names.count { name in
            guard let content = FileManager.default.contents(atPath: "\(directory)/\(name)") else { return false }
            return content.withUnsafeBytes { bytes in needles.contains { Self.stands($0, in: bytes) } }
        }
    }

    /// Whether a byte sequence stands among bytes.
    private static func stands(_ needle: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while rest.count >= needle.count, let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
            let found = memchr(start, Int32(needle[0]), rest.count - needle.count + 1)
        {
            if memcmp(found, needle, needle.count) == 0 { return true }
            rest = rest.dropFirst(UnsafeRawPointer(found) - start + 1)
        }
        return false
    }
}

extension JSON {
    /// This object with another value of a member.
    func with(_ key: String, _ value: JSON) -> JSON {
        guard var object = object else { return self }
        object[key] = value
        return .object(object)
    }
}
