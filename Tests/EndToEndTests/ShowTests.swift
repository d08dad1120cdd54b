import JSON
import Testing

/// A contract in words and as a picture, at a terminal and in a pipe.
@Suite(.timeLimit(.minutes(10))) struct ShowTests {
    @Test func `show says the sentence, and names people to a reader of whom the access log tells`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let contract = try await Life.tell(on: serving, identity: ["familyName": "Kerbrat", "givenNames": "Maë"])
            let show = ["show", contract, "--on", "2026-10-01"] + data
            for (language, words) in [("fr", ["l’agent", "suspendues", "presse"]), ("en", ["the agent", "suspended", "presses"])] {
                let told = try await Program.run(show + ["--lang", language])
                #expect(told.status == 0 && told.errors.isEmpty)
                for word in words { #expect(told.output.contains(word), "\(word) is missing:\n\(told.output)") }
                #expect(!told.output.contains("Kerbrat") && !told.output.contains("\u{1B}"))
            }
            // The locale decides where no option does.
            #expect(try await Program.run(show).output.contains("the agent"))
            #expect(try await Program.run(show, environment: ["LC_ALL": "fr_FR.UTF-8"]).output.contains("l’agent"))
            let log = "/v1/access-log?contract=\(contract)"
            #expect(try await serving.connect().send("GET", log).body["readings"] == [])

            let named = try await Program.run(show + ["--lang", "fr", "--as", "operator"])
            #expect(named.status == 0 && named.output.contains("Maë Kerbrat"), "\(named)")
            let readings = try await serving.connect().send("GET", log).body["readings"]
            #expect(readings?.array?.count == 2)
            let ofHolder = readings?.array?.first { $0["person"] == "holder" }
            #expect(ofHolder?["caller"] == "operator" && ofHolder?["fields"] == ["givenNames", "familyName"] && ofHolder?["found"] == 1)
            #expect(try await Program.run(["verify"] + data).status == 0)

            // In the past it says what was known then.
            #expect(try await Program.run(show).output.contains("suspended"))
            #expect(try await !Program.run(show + ["--known-at", "version:1"]).output.contains("suspended"))
            #expect(await serving.stop().status == 0)
            #expect(try await Program.run(show + ["--lang", "fr", "--as", "operator"]).output.contains("Maë Kerbrat"))
            #expect(postgres(in: "\(path)/data").isEmpty)
        }
    }

    @Test func `a reader who may not see people is shown none`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let contract = try await Life.tell(on: serving, identity: ["familyName": "Kerbrat"])
            #expect(try await Program.run(["keys", "add", "--role", "operator"] + data).status == 0)
            let listed = try await Program.run(["keys", "list"] + data).output
            let caller = try #require(listed.firstMatch(of: /c-[0-9a-f]{32}/)).output
            for verb in ["show", "timeline"] {
                for (arguments, status, word) in [
                    (["--as", String(caller)], 2, "clerk"), (["--as", "nobody"], 2, "register"), (["--vault-key", "/none"], 64, "--as"),
                    (["--as", "operator", "--vault-key", "/none"], 2, "/none"), (["--lang", "de"], 64, "--lang"),
                    (["--known-at", "yesterday"], 64, "--known-at"), (["--on", "2026-02-30"], 64, "2026-02-30"),
                ] as [([String], Int32, String)] {
                    let told = try await Program.run([verb, contract] + arguments + data)
                    #expect(told.status == status && told.isOneLine(with: word), "\(verb) \(arguments): \(told)")
                }
            }
            let json = try await Program.run(["timeline", contract, "--json", "--as", "operator"] + data)
            #expect(json.status == 64 && json.isOneLine(with: "--json"))
            let window = try await Program.run(["timeline", contract, "--window", "5y"] + data)
            #expect(window.status == 64 && window.isOneLine(with: "1y, 2y, all"))
            await serving.stop()
        }
    }

    @Test func `the timeline is drawn in colour on a terminal, plain in a pipe and under NO_COLOR`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let contract = try await Life.tell(on: serving)
            let draw = ["timeline", contract, "--on", "2026-10-01", "--lang", "fr"] + data
            let piped = try await Program.run(draw, environment: ["COLUMNS": "60"])
            #expect(piped.status == 0 && !piped.output.contains("\u{1B}") && piped.output.contains("Qui paie, par mois"))
            let bars = piped.output.split(separator: "\n").filter { $0.contains("╱") }
            #expect(!bars.isEmpty && bars.allSatisfy { $0.count <= 60 }, "\(piped.output)")

            // `script` runs a command on a terminal of its own.
            let command = ["-qec", ([Program.executable] + draw).joined(separator: " "), "/dev/null"]
            let drawn = try await Program.run(command, executable: "script")
            #expect(drawn.status == 0 && drawn.output.contains("\u{1B}[0;33m"), "\(drawn)")
            let plain = try await Program.run(command, environment: ["NO_COLOR": "1"], executable: "script")
            #expect(plain.status == 0 && !plain.output.contains("\u{1B}") && plain.output.contains("Qui paie, par mois"))
            await serving.stop()
        }
    }
}
