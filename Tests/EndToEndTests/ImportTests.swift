import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// Commands in bulk from a file: what is accepted is in the log once, however often the file is given and whatever ends a run.
@Suite(.timeLimit(.minutes(10))) struct ImportTests {
    @Test func `a file is told what was refused, mended, and given again`() async throws {
        try await withDirectory { path async throws in
            let data = ["--data", "\(path)/data"]
            let contract = UUID().uuidString.lowercased()
            func pay(_ cents: Int, key: String? = nil) -> String {
                line("declare-pay", of: contract, ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": JSON(cents)], key: key)
            }
            let affiliation = line("affiliate", of: contract, .affiliation(identity: ["familyName": "Ollivier"]))
            var lines = [affiliation, "", pay(1), "{", pay(1), affiliation, pay(2, key: "k"), pay(3, key: "k")]
            let file = "\(path)/commands.ndjson"
            try write(lines, to: file)

            let first = try await Program.run(["import", file, "--json"] + data)
            let summary = try JSON(parsing: first.output)
            #expect(first.status == 1 && summary["lines"] == 7 && summary["accepted"] == 4 && summary["refused"] == 3, "\(first)")
            #expect(summary["refusedLines"] == .string("\(file).refused.ndjson"))
            let refused = try String(contentsOfFile: "\(file).refused.ndjson", encoding: .utf8).split(separator: "\n")
                .map { try JSON(parsing: String($0)) }
            #expect(refused.map { $0["line"] } == [4, 6, 8])
            #expect(refused.map { $0["rule"] } == ["request.malformed", "contract.alreadyAffiliated", "idempotency.mismatch"])
            #expect(refused.allSatisfy { $0["detail"]?.string?.isEmpty == false } && refused[2]["key"] == "k")

            // Mended where they stand; a service runs by now.
            lines[3] = pay(4)
            lines[5] = ""
            lines[7] = pay(3)
            try write(lines, to: file)
            let serving = try await Serving.start(data)
            let second = try await Program.run(["import", file] + data)
            #expect(
                second.status == 0 && second.output.contains("6 lines: 6 accepted, of which 4 were recorded before, 0 refused"), "\(second)"
            )
            #expect(access("\(file).refused.ndjson", F_OK) != 0)
            let events = try await serving.connect().send("GET", "/v1/contracts/\(contract)/events").body["events"]?.array ?? []
            #expect(events.map { $0["data"]?["grossMonthlyPayCents"] } == [250_000, 1, 1, 2, 4, 3])
            #expect(events.allSatisfy { $0["recordedBy"] == "import" })
            let person = try await serving.connect().send("GET", "/v1/contracts/\(contract)/people/holder")
            #expect(person.body["familyName"] == "Ollivier")
            await serving.stop()
            #expect(try await Program.run(["verify"] + data).status == 0)
            #expect(postgres(in: "\(path)/data").isEmpty)
        }
    }

    @Test func `killed in the middle and given again, each line is there once, and in order`() async throws {
        try await withImports { log async throws in
            let lines = log.pays(contracts: 300, each: 60)
            try write(lines, to: log.file)
            try await log.stopAtGoal()
            for part in 1...4 {
                // Somewhere in the middle of what is left.
                let start = try await log.position()
                try await log.setGoal(start + (Int64(lines.count) - start) / Int64(6 - part))
                let program = try Program(["import", log.file, "--quiet"] + log.options)
                while try await !log.isAtGoal() {}
                program.signal(SIGKILL)
                #expect(await program.ended().status == 128 + SIGKILL)
                try await log.endConnections()
            }
            try await log.goOn()
            #expect(try await log.position() < lines.count)
            let last = try await Program.run(["import", log.file, "--json"] + log.options)
            #expect(last.status == 0, "\(last)")
            try await log.check(lines)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `told to stop, it says how far it came, and the next run goes on from there`(signal: Int32) async throws {
        try await withImports { log async throws in
            let lines = log.pays(contracts: 200, each: 300)
            try write(lines, to: log.file)
            // It waits to record its first line until it has heard the signal: the last of its four chunks is not read yet.
            try await log.stopAtGoal()
            try await log.setGoal(1)
            let program = try Program(["import", log.file, "--json"] + log.options)
            while try await !log.isAtGoal() {}
            program.signal(signal)
            _ = await program.logged("Stopping", moreThan: 0)
            try await log.goOn()
            let stopped = await program.ended()
            let summary = try JSON(parsing: stopped.output)
            let settled = summary["settledThroughLine"]?.integer ?? 0
            #expect(stopped.status == 2 && summary["complete"] == false && (1..<lines.count).contains(settled), "\(stopped)")
            #expect(stopped.errors.contains("through line \(settled)"))
            #expect(try await log.position() == settled)

            let rest = try await Program.run(["import", log.file, "--json"] + log.options)
            #expect(rest.status == 0)
            #expect(try JSON(parsing: rest.output)["known"] == JSON(settled))
            try await log.check(lines)
        }
    }

    /// Where the import is when it is told to stop: it waits there to append the event at a position.
    static let stops: [(contracts: Int, each: Int, position: Int64)] = [
        // One chunk: its last line was read before the first is decided.
        (30, 10, 1), (30, 10, 150), (30, 10, 300),
        // Two chunks: the second is read while the first is decided.
        (60, 300, 1), (60, 300, 15_000), (60, 300, 17_000), (60, 300, 18_000),
    ]

    @Test(arguments: stops, [SIGINT, SIGTERM])
    func `wherever it is told to stop, what it has done is counted, written down and known`(
        stop: (contracts: Int, each: Int, position: Int64), signal: Int32
    ) async throws {
        try await withImports { log async throws in
            let accepted = log.pays(contracts: stop.contracts, each: stop.each)
            // Every seventh line is refused.
            let lines = accepted.enumerated().flatMap { number, line in number % 7 == 6 ? [line, "{\"number\": \(number)}"] : [line] }
            try write(lines, to: log.file)
            try await log.stopAtGoal()
            try await log.setGoal(stop.position)
            let program = try Program(["import", log.file, "--json"] + log.options)
            while try await !log.isAtGoal() {}
            program.signal(signal)
            try await log.goOn()
            let stopped = await program.ended()
            try #require(!stopped.output.isEmpty, "\(stopped)")
            let summary = try JSON(parsing: stopped.output)
            let (settled, refusals) = (summary["settledThroughLine"]?.integer ?? -1, try log.refusedLines())
            #expect(summary["complete"] == .bool(stopped.status != 2) && [1, 2].contains(stopped.status), "\(stopped)")
            #expect(summary["accepted"] == JSON(Int(try await log.position())), "\(stopped)")
            #expect(summary["refused"] == JSON(refusals.count) && refusals == lines.refusedNumbers(through: settled), "\(stopped)")
            #expect(stopped.status == 2 || settled == lines.count)

            let rest = try await Program.run(["import", log.file, "--json"] + log.options)
            let whole = try JSON(parsing: rest.output)
            #expect(rest.status == 1 && whole["complete"] == true && whole["known"] == summary["accepted"], "\(rest)")
            #expect(try log.refusedLines() == lines.refusedNumbers(through: lines.count))
            try await log.check(accepted)
        }
    }

    @Test(arguments: [false, true]) func `what was rescinded since is told again by a later file`(comesThroughPipe: Bool) async throws {
        try await withImports { log async throws in
            let contract = UUID().uuidString.lowercased()
            let leave = line("suspend", of: contract, ["effectiveOn": "2026-09-01", "cause": "studies", "income": "none"])
            let rescission = line("rescind", of: contract, ["version": 2, "reason": "mistaken"])
            func tell(_ lines: [String]) async throws -> String {
                try write(lines, to: log.file)
                if !comesThroughPipe { return try await Program.run(["import", log.file] + log.options).output }
                let command = "cat \(log.file) | \(Program.executable) import - \(log.options.joined(separator: " "))"
                return try await Program.run(["-c", command], directory: log.path, executable: "/bin/sh").output
            }
            #expect(try await tell([line("affiliate", of: contract, .affiliation()), leave]).contains("2 accepted, 0 refused"))
            #expect(try await tell([rescission]).contains("1 accepted, 0 refused"))
            #expect(try await tell([leave]).contains("1 accepted, 0 refused"))
            #expect(try await tell([leave]).contains("1 accepted, of which 1 were recorded before"))
            #expect(try await log.position() == 4)
            // A file that holds all of it is recorded once.
            let other = UUID().uuidString.lowercased()
            let file = [line("affiliate", of: other, .affiliation())] + [leave, rescission].map { $0.replacing(contract, with: other) }
            #expect(try await tell(file).contains("3 accepted, 0 refused"))
            #expect(try await tell(file).contains("3 accepted, of which 3 were recorded before"))
            #expect(try await log.position() == 7)
        }
    }

    @Test func `standard input is as good as a file`() async throws {
        try await withImports { log async throws in
            let lines = log.pays(contracts: 2, each: 3)
            try write(lines, to: log.file)
            let command = "cat \(log.file) | \(Program.executable) import - \(log.options.joined(separator: " "))"
            let ending = try await Program.run(["-c", command], directory: log.path, executable: "/bin/sh")
            #expect(ending.status == 0 && ending.output.contains("6 lines: 6 accepted"), "\(ending)")
            try await log.check(lines)
        }
    }

    @Test func `what cannot be done is said in one line`() async throws {
        try await withImports { log async throws in
            try write([], to: log.file)
            let none = try await Program.run(["import", "\(log.path)/none"] + log.options)
            #expect(none.status == 2 && none.isOneLine(with: "\(log.path)/none"))
            let refused = try await Program.run(["import", log.file, "--refused", "\(log.path)/none/refused"] + log.options)
            #expect(refused.status == 0 && refused.output.hasPrefix("0 lines"))
            try write(["{"], to: log.file)
            let unwritable = try await Program.run(["import", log.file, "--refused", "\(log.path)/none/refused"] + log.options)
            #expect(
                unwritable.status == 2 && unwritable.errors.contains("cannot be written")
                    && unwritable.output.hasPrefix("1 lines: 0 accepted"))
            let keyless = try await Program.run(["import", log.file] + log.options.dropLast(2))
            #expect(keyless.status == 64 && keyless.isOneLine(with: "--vault-key"))
            let nothing = try await Program.run(["import"])
            #expect(nothing.status == 64)
            let away = try await Program.run(
                ["import", log.file, "--database", "postgresql://nobody@127.0.0.1:1/none", "--vault-key", "\(log.path)/vault.key"])
            #expect(away.status == 2 && away.isOneLine(with: "unreachable"))
        }
    }
}

/// A line that gives a command.
private func line(_ command: String, of contract: String, _ body: JSON, key: String? = nil) -> String {
    var line: JSON.Object = ["contract": .string(contract), "command": .string(command)]
    line["key"] = key.map { .string($0) }
    if case .object(let body) = body { line.append(body) }
    return JSON.object(line).description
}

extension [String] {
    /// The numbers of those of the lines that no command is on.
    fileprivate func refusedNumbers(through end: Int) -> [Int] {
        enumerated().filter { $0.offset < end && $0.element.hasPrefix("{\"number\"") }.map { $0.offset + 1 }
    }
}

private func write(_ lines: [String], to path: String) throws {
    try Data(lines.map { "\($0)\n" }.joined().utf8).write(to: URL(filePath: path))
}

/// A log to import into, in a database that others run.
private struct ImportedLog {
    let path: String
    let options: [String]
    let database: Database

    var file: String { "\(path)/commands.ndjson" }

    func position() async throws -> Int64 {
        try await database.withSession { session in try session.one("SELECT position FROM log.head", as: Int64.self) }
    }

    /// Has whoever inserts the event of a certain position wait there.
    func stopAtGoal() async throws {
        try await database.withSession { session in
            try session.executeScript(
                """
                CREATE TABLE goal (position bigint);
                INSERT INTO goal VALUES (0);
                GRANT SELECT ON goal TO PUBLIC;
                CREATE FUNCTION wait_at_goal() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF new.position >= (SELECT position FROM goal) THEN PERFORM pg_advisory_xact_lock_shared(1); END IF;
                        RETURN new;
                    END $$;
                CREATE TRIGGER goal BEFORE INSERT ON log.event FOR EACH ROW EXECUTE FUNCTION wait_at_goal();
                SELECT pg_advisory_lock(1);
                """)
        }
    }

    /// The numbers of the lines in the file of refused ones.
    func refusedLines() throws -> [Int] {
        guard let text = try? String(contentsOfFile: "\(file).refused.ndjson", encoding: .utf8) else { return [] }
        return try text.split(separator: "\n").map { try JSON(parsing: String($0))["line"]?.integer ?? 0 }
    }

    func setGoal(_ position: Int64) async throws {
        _ = try await database.withSession { session in try session.execute("UPDATE goal SET position = \(position)") }
    }

    /// Whether somebody waits there.
    func isAtGoal() async throws -> Bool {
        try await database.withSession { session in
            try session.one(
                "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted)",
                as: Bool.self)
        }
    }

    /// Ends all connections but this one, as the server does when it finds that a client is gone.
    func endConnections() async throws {
        _ = try await database.withSession { session in
            try session.execute(
                """
                SELECT pg_terminate_backend(pid, 600000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
        }
    }

    /// Lets whoever waits go on. The trigger goes when the import, which holds the log meanwhile, lets it: on a loaded machine that takes its time.
    func goOn() async throws {
        try await database.withSession { session in
            try session.executeScript(
                "SELECT pg_advisory_unlock(1); SET lock_timeout = 0; SET statement_timeout = 0; DROP TRIGGER goal ON log.event; DROP TABLE goal;"
            )
        }
    }

    /// Affiliations, then pays, each another one, the contracts one after the other in turn.
    func pays(contracts: Int, each: Int) -> [String] {
        let ids = (0..<contracts).map { _ in UUID().uuidString.lowercased() }
        return (0..<each).flatMap { number in
            ids.map { id in
                number == 0
                    ? line("affiliate", of: id, .affiliation())
                    : line("declare-pay", of: id, ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": JSON(number)])
            }
        }
    }

    /// Every line is an event, and those of a contract are in the order of the lines.
    func check(_ lines: [String]) async throws {
        let events = try await database.withSession { session in
            try session.query(
                "SELECT contract_id::text, version, payload ->> 'grossMonthlyPayCents' FROM log.event ORDER BY position",
                as: (String, Int, String?).self)
        }
        #expect(events.count == lines.count)
        #expect(events.allSatisfy { $0.1 == 1 ? $0.2 == "250000" : $0.2 == String($0.1 - 1) })
        let verified = try await Program.run(["verify"] + options.prefix(2))
        #expect(verified.status == 0, "\(verified)")
    }
}

private func withImports(_ body: (ImportedLog) async throws -> Void) async throws {
    try await withDirectory { path async throws in
        try await withDatabase { made async throws in
            let options = ["--database", made.url, "--vault-key", "\(path)/vault.key"]
            #expect(try await Program.run(["migrate"] + options.prefix(2)).status == 0)
            try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
            let database = Database(made.configuration, connections: 1)
            try await body(ImportedLog(path: path, options: options, database: database))
            await database.shutdown()
        }
    }
}
