import CivilTime
import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Seals
import Testing

/// `maintien doctor` finds a sound deployment sound, and names each fault with what to do about it.
@Suite(.timeLimit(.minutes(10))) struct DoctorTests {
    /// A fault of a deployment that is sound otherwise.
    private struct Fault {
        let name: String
        /// Statements of a superuser that bring the fault about, and take it away again.
        var script = "", repair = ""
        var arguments: [String] = []
        var environment: [String: String] = [:]
        /// The finding that is expected.
        let check: String
        var state = "broken"
        let detail: String
    }

    private static let faults = [
        Fault(name: "fsync", script: setting("fsync", "off"), repair: reset("fsync"), check: "durability", detail: "fsync is off"),
        Fault(
            name: "full pages", script: setting("full_page_writes", "off"), repair: reset("full_page_writes"), check: "durability",
            detail: "full_page_writes is off"),
        Fault(
            name: "synchronous_commit", script: "ALTER ROLE maintien SET synchronous_commit = off",
            repair: "ALTER ROLE maintien RESET synchronous_commit", check: "durability", detail: "synchronous_commit is off"),
        Fault(
            name: "a schema of before",
            script: "UPDATE maintien.migration SET number = number + 1000 WHERE number = (SELECT max(number) FROM maintien.migration)",
            repair: "UPDATE maintien.migration SET number = number - 1000 WHERE number > 1000", check: "schema", detail: "does not know"),
        Fault(
            name: "a clock that is off", script: "UPDATE log.head SET clock_offset = '20 s'",
            repair: "UPDATE log.head SET clock_offset = '0'",
            check: "clock", state: "warning", detail: "s; from 60 s on"),
        Fault(
            name: "a clock that is wrong", script: "UPDATE log.head SET clock_offset = '-200 s'",
            repair: "UPDATE log.head SET clock_offset = '0'", check: "clock", detail: "commands are refused"),
        Fault(
            name: "projections of other rules", script: "UPDATE portfolio.version SET made_by = '\\x00'",
            repair: "UPDATE portfolio.version SET made_by = NULL", check: "projections", detail: "Other rules"),
        Fault(
            name: "a former version", script: "INSERT INTO portfolio.version (version, state, made_by) VALUES (7, 'previous', '\\x00')",
            repair: "DELETE FROM portfolio.version WHERE version = 7", check: "projections", state: "warning", detail: "Version 7"),
        Fault(
            name: "projections that are behind", script: "UPDATE log.head SET position = 5, recorded_at = now()",
            repair: "UPDATE log.head SET position = 0, recorded_at = NULL", check: "projections", state: "warning", detail: "5 behind"),
        Fault(
            name: "another master key", arguments: ["--vault-key", "other.key"], check: "vault", detail: "another master key"),
        Fault(name: "a key for all", arguments: ["--vault-key", "open.key"], check: "files", detail: "other users of this machine"),
        Fault(name: "no key", arguments: ["--vault-key", "none.key"], check: "files", detail: "is missing"),
        Fault(
            name: "a setting out of bounds", environment: ["MAINTIEN_ACCESS_LOG_MONTHS": "99"], check: "settings", detail: "6 to 36"),
        Fault(
            name: "a misspelt variable", environment: ["MAINTIEN_LISTENN": "127.0.0.1:1"], check: "settings", state: "warning",
            detail: "MAINTIEN_LISTEN is the nearest"),
        Fault(
            name: "no database", environment: ["MAINTIEN_DATABASE": "postgresql://nobody:hunter22@127.0.0.1:9/maintien"], check: "database",
            detail: "127.0.0.1"),
        Fault(
            name: "an epoch that is too old", script: "UPDATE vault.epoch SET begun_at = begun_at - interval '35 days'",
            repair: "UPDATE vault.epoch SET begun_at = begun_at + interval '35 days'", check: "epochs", state: "warning",
            detail: "the next one is overdue"),
        Fault(
            name: "a key file of before", script: "INSERT INTO vault.epoch (number) VALUES (2)",
            repair: "DELETE FROM vault.epoch WHERE number = 2", check: "vault", detail: "lacks epoch 2"),
        Fault(
            name: "no seal", arguments: ["--seals", "none.seals", "--seal-keys", "keys.seals"], check: "seals", detail: "is of this log"),
        Fault(
            name: "no directory of seals", arguments: ["--seals", "nowhere.seals", "--seal-keys", "keys.seals"], check: "seals",
            detail: "cannot be read"),
        Fault(name: "a log without identity", script: "DELETE FROM log.identity", check: "log", detail: "identity"),
    ]

    private static func setting(_ name: String, _ value: String) -> String {
        "ALTER SYSTEM SET \(name) = \(value); SELECT pg_reload_conf()"
    }
    private static func reset(_ name: String) -> String { "ALTER SYSTEM RESET \(name); SELECT pg_reload_conf()" }

    @Test func `a sound deployment is found sound, and each fault is named`() async throws {
        try await withDirectory { path in
            let data = "\(path)/data"
            let serving = try await Serving.start(["--data", data])
            try writeSecret(Array(repeating: 9, count: 32), to: "\(path)/other.key")
            try writeSecret(Array(repeating: 9, count: 32), to: "\(path)/open.key")
            chmod("\(path)/open.key", 0o644)

            let words = try await Program.run(["doctor", "--data", data])
            #expect(words.status == 0 && words.output.contains("accessLog.months = 12"), "\(words)")
            #expect(!words.output.contains("broken") && words.output.contains("Log "), "\(words)")
            let sound = try await Self.examine(["--data", data])
            #expect(sound.status == 0 && sound.json["state"] == "warning")
            #expect(Self.checks(of: sound.json, in: "warning") == ["standbys", "archive"], "\(sound.json)")
            #expect(sound.json["policies"]?["fourEyes"] == "erase,handOver,rescind")

            try await Self.examineSeals(of: data, in: path)
            let address = try #require(PrivatePostgres.running(in: data))
            let superuser = try PostgresConfiguration(url: address.url(database: "maintien")).patient
            for fault in Self.faults {
                try await Self.run(fault.script, as: superuser)
                let found = try await Self.examine(
                    ["--data", data] + fault.arguments.map { $0.hasSuffix(".key") || $0.hasSuffix(".seals") ? "\(path)/\($0)" : $0 },
                    fault.environment)
                let findings = Self.findings(of: found.json).filter {
                    $0["check"] == .string(fault.check) && $0["state"] == .string(fault.state)
                }
                #expect(findings.contains { $0["detail"]?.string?.contains(fault.detail) == true }, "\(fault.name): \(found)")
                #expect(findings.allSatisfy { $0["remedy"]?.string?.isEmpty == false }, "\(fault.name): \(found)")
                #expect(found.status == (fault.state == "broken" ? 1 : 0), "\(fault.name): \(found)")
                #expect(!"\(found)".contains("hunter22"), "\(fault.name)")
                try await Self.run(fault.repair, as: superuser)
            }
            await serving.stop()
        }
    }

    @Test func `a superuser's login is a fault of the deployment, the service's login is none`() async throws {
        try await withDirectory { path in
            try await withDatabase { database in
                let key = ["--vault-key", "\(path)/vault.key"]
                try writeSecret(Array(repeating: 7, count: 32), to: key[1])
                let lacking = try await Self.examine(key, ["MAINTIEN_DATABASE": database.url])
                #expect(lacking.status == 1 && Self.checks(of: lacking.json, in: "broken").contains("login"), "\(lacking)")
                #expect(try await Program.run(["migrate"], environment: ["MAINTIEN_DATABASE": database.url]).status == 0)
                let superuser = try await Self.examine(key, ["MAINTIEN_DATABASE": database.url])
                #expect(Self.checks(of: superuser.json, in: "broken").contains("login"), "\(superuser)")
                let login = try await Self.examine(key, ["MAINTIEN_DATABASE": try await url(in: database.url)])
                #expect(Self.checks(of: login.json, in: "ok").contains("login"), "\(login)")
                #expect(Self.checks(of: login.json, in: "ok").contains("vault"), "an empty vault waits for its key: \(login)")
            }
        }
    }

    /// Seals a log, and has its seals looked at: of now, and of two hours ago.
    private static func examineSeals(of data: String, in path: String) async throws {
        for folder in ["seals", "none.seals"] { #expect(mkdir("\(path)/\(folder)", 0o755) == 0) }
        let key = ["--seal-key", "\(path)/seal.key"]
        let keys = "\(path)/keys.seals"
        try Data(try await Program.run(["seal", "--make-key", "example.fr/seal"] + key).output.utf8).write(to: URL(filePath: keys))
        let metrics = "\(path)/seal.prom"
        #expect(try await Program.run(["seal", "--to", "\(path)/seals", "--metrics", metrics, "--data", data] + key).status == 0)
        let written = try String(contentsOfFile: metrics, encoding: .utf8)
        #expect(written.contains("\nmaintien_seal_timestamp_seconds 1") && written.contains("\nmaintien_seal_position 0\n"), "\(written)")
        let arguments = ["--data", data, "--seals", "\(path)/seals", "--seal-keys", keys]
        let fresh = try await examine(arguments)
        #expect(checks(of: fresh.json, in: "ok").contains("seals"), "\(fresh)")
        // As the sealer's key would have signed two hours ago.
        let name = try #require(try sealNames(in: "\(path)/seals").first)
        let note = try SignedNote(parsing: Array(Data(contentsOf: URL(filePath: "\(path)/seals/\(name)"))))
        let signer = try NoteSigner(parsing: String(String(contentsOfFile: key[1], encoding: .utf8).dropLast()))
        let sealed = try OpenedSeal(file: name, note.bytes, by: SealKeys([signer.verifier])).seal
        let old = LogSeal(
            log: sealed.log, sealedAt: sealed.sealedAt.adding(microseconds: -7_200_000_000), incarnation: sealed.incarnation,
            events: sealed.events, readings: sealed.readings, lastReadingAt: sealed.lastReadingAt, erasures: sealed.erasures)
        try Data(try signer.note(old).bytes).write(to: URL(filePath: "\(path)/seals/\(name)"))
        let late = try await examine(arguments)
        #expect(late.status == 0 && checks(of: late.json, in: "warning").contains("seals"), "\(late)")
    }

    private struct Examined {
        let status: Int32
        let json: JSON
        let errors: String
    }

    private static func examine(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Examined {
        let run = try await Program.run(["doctor", "--json"] + arguments, environment: environment)
        return Examined(status: run.status, json: try JSON(parsing: Array(run.output.utf8)), errors: run.errors)
    }

    private static func findings(of json: JSON) -> [JSON] {
        guard case .array(let findings)? = json["findings"] else { return [] }
        return findings
    }

    private static func checks(of json: JSON, in state: String) -> [String] {
        findings(of: json).filter { $0["state"] == .string(state) }.compactMap { $0["check"]?.string }
    }

    private static func run(_ script: String, as superuser: PostgresConfiguration) async throws {
        guard !script.isEmpty else { return }
        // Past the triggers, as only a superuser can. ALTER SYSTEM stands in no transaction, so each statement goes alone.
        let began = try await Database.opened(superuser) { database in
            try await database.withSession { session in
                let began = try session.one("SELECT clock_timestamp()", as: PostgresTimestamp.self)
                for statement in ["SET session_replication_role = replica"] + script.split(separator: ";").map(String.init) {
                    try session.executeScript(statement)
                }
                return began
            }
        }
        guard script.contains("pg_reload_conf") else { return }
        // New sessions have the settings once the postmaster has read them.
        while try await !hasReloaded(superuser, since: began) { try await Task.sleep(for: .milliseconds(20)) }
    }

    private static func hasReloaded(_ superuser: PostgresConfiguration, since began: PostgresTimestamp) async throws -> Bool {
        try await Database.opened(superuser) { database -> Bool in
            try await database.withSession { session -> Bool in
                try session.one("SELECT pg_conf_load_time() > \(began)", as: Bool.self)
            }
        }
    }
}
