import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// Whatever the owner of the database does to what was recorded, `verify --seals` names it.
@Suite(.timeLimit(.minutes(10))) struct TamperingTests {
    /// A way to tamper with a database, or with its seals.
    private struct Tampering {
        let description: String
        /// What the owner runs, with all triggers off.
        var script = "SELECT 1"
        /// Whether on the copy that was made when the first seal was.
        var isOfEarlyCopy = false
        /// What is done to the directory of seals.
        var seals: (_ directory: String) throws -> Void = { _ in }
        /// A part of what `verify` says.
        let words: String
    }

    /// All hashes of the log computed again, and the head put at its end.
    private static let recomputed = """
        UPDATE log.event e SET hash = c.proved FROM (
            SELECT position, log.chain(decode(repeat('00', 32), 'hex'),
                int8send(position) || uuid_send(contract_id) || int4send(version) || int2send(schema)
                    || int8send((extract(epoch FROM recorded_at) * 1000000)::bigint) || int4send(octet_length(type)) || convert_to(type, 'UTF8')
                    || int4send(octet_length(recorded_by)) || convert_to(recorded_by, 'UTF8')
                    || coalesce(int4send(octet_length(key_digest)) || key_digest, '') || convert_to(payload::text, 'UTF8')
            ) OVER (ORDER BY position) AS proved FROM log.event
        ) AS c WHERE c.position = e.position;
        \(headAtEnd)
        """
    private static let headAtEnd =
        "UPDATE log.head SET (position, hash, recorded_at) = (SELECT position, hash, recorded_at FROM log.event ORDER BY position DESC LIMIT 1)"
    /// The same of the access log.
    private static let readingsRecomputed = """
        DO $$ DECLARE r access.reading; previous bytea := (SELECT begun_hash FROM access.reading_head); BEGIN
            FOR r IN SELECT * FROM access.reading ORDER BY position LOOP
                previous := access.hash(previous, r);
                UPDATE access.reading SET hash = previous WHERE position = r.position;
            END LOOP;
            UPDATE access.reading_head SET (position, hash, at) = (SELECT position, hash, at FROM access.reading ORDER BY position DESC LIMIT 1);
        END $$
        """
    /// Two events more at the end, as another history would have them.
    private static let grown = """
        INSERT INTO log.event (position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash, key_digest)
            SELECT h.position + n, gen_random_uuid(), 1, e.type, e.schema, h.recorded_at, e.recorded_by, e.payload, '', ''
            FROM log.head AS h, log.event AS e, generate_series(1, 2) AS n WHERE e.position = 1;
        \(recomputed)
        """
    /// A key that was never used, for an event that came with one or without.
    private static func keyAdded(at position: Int) -> String {
        """
        INSERT INTO log.idempotency (key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at, salt)
        SELECT 'operator/added', '\\x00', contract_id, version, version, version, position, recorded_at, gen_random_uuid()
        FROM log.event WHERE position = \(position)
        """
    }

    /// - Parameters:
    ///   - foreign: a seal of another log, by the same key.
    ///   - forked: a seal of another history of this log, up to the position of the newest, by the same key.
    ///   - strange: a seal by another key.
    private static func all(foreign: String, forked: String, strange: String) -> [Tampering] {
        func copy(_ seal: String) -> (String) throws -> Void {
            { try FileManager.default.copyItem(atPath: seal, toPath: "\($0)/added.seal") }
        }
        func edit(_ change: @escaping (String) -> String) -> (String) throws -> Void {
            { directory in
                let name = try #require(try sealNames(in: directory).last)
                let text = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
                try Data(change(text).utf8).write(to: URL(filePath: "\(directory)/\(name)"))
            }
        }
        let changed = "UPDATE log.event SET recorded_by = 'nobody' WHERE position = 5"
        let (event, key) = ("the event or its hash was changed", "was changed or added: the event does not cover it")
        return [
            // Events.
            Tampering(description: "an event changed", script: changed, words: event),
            Tampering(
                description: "a payload changed by a space",
                script: "UPDATE log.event SET payload = (payload::text || ' ')::json WHERE position = 2",
                words: event),
            Tampering(
                description: "an event changed, and all hashes computed again", script: "\(changed); \(recomputed)",
                words: "Not the history that was sealed: at 10 the log has another hash"),
            Tampering(description: "an event removed", script: "DELETE FROM log.event WHERE position = 3", words: "the event is missing"),
            Tampering(
                description: "two events exchanged", script: "UPDATE log.event SET position = 9 - position WHERE position IN (4, 5)",
                words: "at position 4"),
            Tampering(
                description: "a past event added, and all hashes computed again",
                script: """
                    UPDATE log.event SET position = position + 1 WHERE position > 10;
                    INSERT INTO log.event SELECT 11, gen_random_uuid(), 1, type, schema, recorded_at, recorded_by, payload, '', '' FROM log.event
                        WHERE position = 10; \(recomputed)
                    """, words: "at 12 the log has another hash"),
            Tampering(
                description: "the end cut off, and the head put there", script: "DELETE FROM log.event WHERE position > 11; \(headAtEnd)",
                words: "The end of the log was cut off: it ends at 11"),
            Tampering(
                description: "the digest of a key taken out of an event, and all hashes computed again",
                script:
                    "DELETE FROM log.idempotency WHERE key = 'operator/pay'; UPDATE log.event SET key_digest = '' WHERE position = 5; \(recomputed)",
                words: "at 10 the log has another hash"),
            // Copies.
            Tampering(
                description: "an older copy restored", isOfEarlyCopy: true, words: "The end of the log was cut off: it ends at 10"),
            Tampering(
                description: "an older copy that grew another history", script: "\(grown); \(grown)", isOfEarlyCopy: true,
                words: "at 12 the log has another hash"),
            Tampering(
                description: "an older copy whose next incarnation hides the loss", script: "SELECT log.begin_incarnation()",
                isOfEarlyCopy: true, words: "Events after 10 are lost"),
            // Head and identity.
            Tampering(
                description: "the hash of the head", script: "UPDATE log.head SET hash = sha256(hash)", words: "the head has another hash"),
            Tampering(description: "the head removed", script: "DELETE FROM log.head", words: "the head is missing"),
            Tampering(description: "the log's id", script: "UPDATE log.identity SET id = gen_random_uuid()", words: "is of another log"),
            Tampering(
                description: "the mark of the incarnation", script: "UPDATE log.identity SET mark = '00000000'",
                words: "The log is another copy"),
            Tampering(
                description: "the number of the incarnation", script: "UPDATE log.identity SET incarnation = 1",
                words: "The log is an older copy, of incarnation 1"),
            // The access log.
            Tampering(
                description: "a reading changed", script: "UPDATE access.reading SET caller = 'nobody' WHERE position = 1",
                words: "The access log is not whole: its reading 1 is"),
            Tampering(
                description: "a reading removed", script: "DELETE FROM access.reading WHERE position = 1",
                words: "The access log is not whole: its reading 1 is"),
            Tampering(
                description: "a reading changed, and all hashes computed again",
                script: "UPDATE access.reading SET caller = 'nobody' WHERE position = 1; \(readingsRecomputed)",
                words: "the access log has another hash"),
            Tampering(
                description: "the last readings cut off",
                script: "DELETE FROM access.reading WHERE position > 1; \(readingsRecomputed)",
                words: "The end of the access log was cut off"),
            Tampering(
                description: "a month of readings dropped early",
                script: "UPDATE access.reading_head SET begun_after = position, begun_hash = hash; DELETE FROM access.reading",
                words: "The access log was dropped early"),
            // The register of erasures.
            Tampering(
                description: "an erasure removed", script: "DELETE FROM vault.erasure",
                words: "The register of erasures is not whole: what the event 10"
            ),
            Tampering(
                description: "an erasure added",
                script: """
                    INSERT INTO vault.erasure SELECT 2, recorded_at, recorded_by, contract_id, 'holder', position, '' FROM log.event WHERE position = 1;
                    UPDATE vault.erasure AS e SET hash = vault.hash((SELECT hash FROM vault.erasure WHERE number = 1), e) WHERE number = 2
                    """, words: "The register of erasures is not whole: what the event 1"),
            Tampering(
                description: "an erasure unsaid, in the log too",
                script: """
                    DELETE FROM vault.erasure; UPDATE log.event SET type = 'declared' WHERE type = 'personErased';
                    UPDATE log.idempotency SET fingerprint = '\\x00' WHERE fingerprint = ''; \(recomputed)
                    """, words: "The end of the register of erasures was cut off"),
            // The vault.
            Tampering(
                description: "records of two people exchanged",
                script: """
                    UPDATE vault.record AS r SET sealed = o.sealed FROM vault.record AS o
                    WHERE r.kind = 'identity' AND o.kind = 'identity' AND (o.contract_id, o.person) <> (r.contract_id, r.person)
                    """, words: "The vault is not whole: what is kept of"),
            Tampering(
                description: "a byte of a record",
                script: "UPDATE vault.record SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE kind = 'bankDetails'",
                words: "The vault is not whole: what is kept of holder"),
            Tampering(
                description: "an earlier value of a record changed", script: "UPDATE vault.earlier_record SET sealed = sealed || '\\x00'",
                words: "The vault is not whole: what is kept of holder"),
            Tampering(
                description: "a person's key replaced by another's",
                script: """
                    UPDATE vault.person AS p SET wrapped_key = o.wrapped_key FROM vault.person AS o
                    WHERE p.person = 'holder' AND (o.contract_id, o.person) <> (p.contract_id, p.person)
                    """, words: "The vault is not whole: what is kept of holder"),
            Tampering(
                description: "a person's key destroyed", script: "DELETE FROM vault.person WHERE person = 'holder'",
                words: "The vault is not whole: what is kept of holder"),
            // Idempotency keys.
            Tampering(
                description: "the fingerprint of a key",
                script: "UPDATE log.idempotency SET fingerprint = sha256('') WHERE key = 'operator/pay'",
                words: key),
            Tampering(
                description: "a key renamed", script: "UPDATE log.idempotency SET key = 'operator/other' WHERE key = 'operator/pay'",
                words: key),
            Tampering(
                description: "a key removed", script: "DELETE FROM log.idempotency WHERE key = 'operator/pay'",
                words: "at position 5, contract"),
            Tampering(description: "a key added to an event without one", script: keyAdded(at: 1), words: key),
            Tampering(description: "a key added to an event with one", script: keyAdded(at: 5), words: key),
            Tampering(
                description: "a key moved to another contract",
                script: """
                    UPDATE log.idempotency SET (contract_id, position, version, first_version, last_version, recorded_at) =
                        (SELECT contract_id, position, version, version, version, recorded_at FROM log.event WHERE position = 8)
                    WHERE key = 'operator/pay'
                    """, words: key),
            Tampering(
                description: "a key emptied as if a person were erased",
                script: "UPDATE log.idempotency SET fingerprint = '', salt = NULL WHERE key = 'operator/pay'", words: key),
            // Seals.
            Tampering(
                description: "a seal edited", seals: edit { $0.replacing("\n12\n", with: "\n11\n") },
                words: "was changed: the signature of maintien.example.fr/seal does not fit it"),
            Tampering(
                description: "a seal without its signature", seals: edit { String($0.prefix { $0 != "—" }) }, words: "is no signed note"),
            Tampering(description: "a seal by another key", seals: copy(strange), words: "is signed by no sealer whose key is known"),
            Tampering(description: "a seal of another log", seals: copy(foreign), words: "is of another log"),
            Tampering(
                description: "a seal of another history", seals: copy(forked), words: "cannot both be true: the log has two histories"),
        ]
    }

    @Test func `everything that is tampered with is named, and an untouched copy is whole`() async throws {
        try await withDirectory { path in
            try await withDatabase { made in
                let office = try await Office(on: made, in: path)
                let (foreign, forked, strange) = (
                    try await office.sealed(false, "UPDATE log.identity SET id = gen_random_uuid()", by: "seal", to: "foreign"),
                    try await office.sealed(true, Self.grown, by: "seal", to: "forked"),
                    try await office.sealed(false, "SELECT 1", by: "strange", to: "strange")
                )
                let tamperings = Self.all(foreign: foreign, forked: forked, strange: strange)
                #expect(tamperings.count >= 25)
                for isEarly in [false, true] {
                    // The early copy holds the seal that was there then.
                    let whole = try await office.verified(isEarly, "SELECT 1") { seals in
                        let names = try sealNames(in: seals)
                        if isEarly { try FileManager.default.removeItem(atPath: "\(seals)/\(names[1])") }
                    }
                    #expect(whole.status == 0 && whole.output.contains("The log is whole."), "\(whole)")
                }
                for tampering in tamperings {
                    let found = try await office.verified(tampering.isOfEarlyCopy, tampering.script, seals: tampering.seals)
                    #expect(found.status == 1 && found.output.contains(tampering.words), "\(tampering.description): \(found)")
                }
                try await office.close()
            }
        }
    }
}

/// A database with two lives, of one of whom the holder is erased; sealed twice, with an event behind each seal, and copied at the first.
private struct Office {
    private let made: TestDatabase
    private let path: String
    private var vault: [String] { ["--vault-key", "\(path)/vault.key"] }

    private func name(_ suffix: String) throws -> String { "\(try #require(made.configuration.database))_\(suffix)" }

    init(on made: TestDatabase, in path: String) async throws {
        (self.made, self.path) = (made, path)
        for folder in ["seals", "foreign", "forked", "strange"] { #expect(mkdir("\(path)/\(folder)", 0o755) == 0) }
        try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
        for name in ["seal", "strange"] {
            let key = try await Program.run(["seal", "--make-key", "maintien.example.fr/\(name)", "--seal-key", "\(path)/\(name).key"])
            #expect(key.status == 0)
            if name == "seal" { try Data(key.output.utf8).write(to: URL(filePath: "\(path)/keys")) }
        }
        #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
        try await run("SELECT log.begin_incarnation()", on: made.url)

        var contract = ""
        try await serving { serving async throws in
            let connection = serving.connect()
            contract = try await Life.tell(on: serving, identity: ["familyName": "Kerbrat"], spouse: ["familyName": "Le Goff"])
            #expect(try await send(connection, contract, "register-mandate", Self.mandate, key: "mandate") == 200)
            #expect(try await send(connection, contract, "declare-pay", Self.pay(1), key: "pay") == 200)
            let people = "/v1/contracts/\(contract)/people/holder"
            #expect(try await connection.send("PUT", people, ["familyName": "Kerbrat", "phone": "+33 2 98 00 00 00"]).status == 200)
            #expect(try await connection.send("GET", people).status == 200)
            let other = try await Life.tell(on: serving, identity: ["familyName": "Tanguy"])
            #expect(try await send(connection, other, "register-mandate", Self.mandate, key: "gone") == 200)
            let erased = try await connection.send(
                "POST", "/v1/contracts/\(other)/people/holder/erase", ["reason": "demande d'effacement"])
            #expect(erased.status == 200, "\(erased)")
        }
        _ = try await seal(made.url, by: "seal", to: "seals")
        try await copy(made.configuration.database ?? "", to: "early")
        for (cents, isSealed) in [(2, false), (3, true), (4, false)] {
            try await serving { serving async throws in
                #expect(try await send(serving.connect(), contract, "declare-pay", Self.pay(cents), key: "pay-\(cents)") == 200)
                #expect(try await serving.connect().send("GET", "/v1/contracts/\(contract)/people/holder").status == 200)
            }
            if isSealed { _ = try await seal(made.url, by: "seal", to: "seals") }
        }
    }

    private static let mandate: JSON = [
        "effectiveOn": "2026-05-01", "iban": "FR7630006000011234567890189", "mandateReference": "RUM-1", "signedOn": "2026-04-20",
    ]
    private static func pay(_ cents: Int) -> JSON { ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": JSON(cents)] }

    private func send(_ connection: HTTPConnection, _ contract: String, _ command: String, _ body: JSON, key: String) async throws -> Int {
        let reply = try await connection.send("POST", "/v1/contracts/\(contract)/\(command)", body, headers: ["Idempotency-Key": key])
        #expect(reply.status == 200, "\(reply)")
        return reply.status
    }

    private func serving(_ body: (Serving) async throws -> Void) async throws {
        let serving = try await Serving.start(["--database", try await url(in: made.url)] + vault)
        try await body(serving)
        #expect(await serving.stop().status == 0)
    }

    /// Seals a database, and returns the path of the seal.
    private func seal(_ url: String, by key: String, to folder: String) async throws -> String {
        let before = Set(try sealNames(in: "\(path)/\(folder)"))
        let sealed = try await Program.run(["seal", "--database", url, "--seal-key", "\(path)/\(key).key", "--to", "\(path)/\(folder)"])
        #expect(sealed.status == 0, "\(sealed)")
        let added = Set(try sealNames(in: "\(path)/\(folder)")).subtracting(before)
        return "\(path)/\(folder)/\(try #require(added.first))"
    }

    /// Seals a copy that was tampered with, as if no seal were there.
    func sealed(_ isEarly: Bool, _ script: String, by key: String, to folder: String) async throws -> String {
        try await withCopy(isEarly, script) { try await seal($0, by: key, to: folder) }
    }

    /// Verifies a copy that was tampered with against the seals, tampered with too.
    func verified(_ isEarly: Bool, _ script: String, seals: (String) throws -> Void) async throws -> Program.Ending {
        let directory = "\(path)/tampered"
        try FileManager.default.copyItem(atPath: "\(path)/seals", toPath: directory)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try seals(directory)
        return try await withCopy(isEarly, script) { url in
            try await Program.run(["verify", "--database", url, "--seals", directory, "--seal-keys", "\(path)/keys"] + vault)
        }
    }

    /// Drops the early copy.
    func close() async throws { try await administer("DROP DATABASE \(name("early"))") }

    private func withCopy<Value>(_ isEarly: Bool, _ script: String, _ body: (String) async throws -> Value) async throws -> Value {
        try await copy(isEarly ? name("early") : made.configuration.database ?? "", to: "copy")
        let url = try address(of: name("copy"))
        try await run("SET session_replication_role = replica; \(script)", on: url)
        let value = try await body(url)
        try await administer("DROP DATABASE \(name("copy")) WITH (FORCE)")
        return value
    }

    private func address(of database: String) throws -> String {
        var components = try #require(URLComponents(string: made.url))
        components.path = "/\(database)"
        return try #require(components.string)
    }

    private func copy(_ database: String, to suffix: String) async throws {
        try await administer("CREATE DATABASE \(name(suffix)) TEMPLATE \(database) STRATEGY FILE_COPY")
    }

    /// Runs a statement beside the databases that are copied: they must have no connection then.
    private func administer(_ statement: String) async throws { try await run(statement, on: address(of: "postgres")) }

    private func run(_ script: String, on url: String) async throws {
        let owner = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        do { try await owner.withSession { try $0.executeScript(script) } } catch {
            await owner.shutdown()
            throw error
        }
        await owner.shutdown()
    }
}
