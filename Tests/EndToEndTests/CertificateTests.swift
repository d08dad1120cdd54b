import FoundationEssentials
import Glibc
import JSON
import Testing

/// A certificate is read anew on SIGHUP, which ends nothing.
@Suite(.timeLimit(.minutes(10))) struct CertificateTests {
    /// Makes a certificate for a name, and its key.
    private func make(_ name: String, in path: String, key: String = "key.pem", certificate: String = "cert.pem") async throws {
        let made = try await Program.run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "\(path)/\(key)", "-out", "\(path)/\(certificate)",
            ], executable: "openssl")
        #expect(made.status == 0, "\(made)")
        #expect(chmod("\(path)/\(key)", 0o600) == 0)
    }

    /// The name in the certificate that a new connection is shown.
    private func shownName(port: Int) async throws -> String {
        let shown = try await Program.run(
            ["-c", "openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null | openssl x509 -noout -subject"], executable: "bash")
        return shown.output.split(separator: "=").last.map { $0.filter { !$0.isWhitespace } } ?? ""
    }

    /// Asks for a path by curl, which trusts a certificate of ours only.
    private func curl(_ path: String, port: Int, _ options: [String], in directory: String) async throws -> Program.Ending {
        try await Program.run(
            ["--silent", "--include", "--cacert", "\(directory)/cert.pem", "https://127.0.0.1:\(port)\(path)"] + options, executable: "curl"
        )
    }

    /// Starts a service, and returns the first port of its greeting.
    private func start(_ arguments: [String]) async throws -> (program: Program, port: Int) {
        let program = try Program(["sandbox", "--listen", "127.0.0.1:0"] + arguments, environment: ["MAINTIEN_TOKEN": Serving.token])
        let written = await program.written("\n")
        return (program, try #require(written.firstMatch(of: /ready at https?:\/\/127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }))
    }

    @Test func `new connections get the new certificate, and one that is no good replaces nothing`() async throws {
        try await withDirectory { path in
            try await make("first", in: path)
            let (program, port) = try await start(["--tls-certificate", "\(path)/cert.pem", "--tls-key", "\(path)/key.pem"])
            #expect(try await shownName(port: port) == "first")

            try await make("second", in: path)
            program.signal(SIGHUP)
            while try await shownName(port: port) != "second" {}
            #expect(try await curl("/healthz", port: port, [], in: path).output.contains("200"))

            // The certificate of another key, no PEM, no certificate, no key, a key that others can read.
            try await make("third", in: path, key: "other.pem")
            var failures = 0
            for spoil in [
                "true", "echo nonsense >\(path)/cert.pem", "rm \(path)/cert.pem",
                "rm \(path)/key.pem", "cp \(path)/other.pem \(path)/key.pem; chmod 644 \(path)/key.pem",
            ] {
                #expect(try await Program.run(["-c", spoil], executable: "bash").status == 0)
                program.signal(SIGHUP)
                failures = await program.logged("the certificate was not read anew", moreThan: failures)
                #expect(try await shownName(port: port) == "second")
            }
            try await make("fourth", in: path)
            program.signal(SIGHUP)
            while try await shownName(port: port) != "fourth" {}
            program.signal(SIGTERM)
            let ending = await program.ended()
            #expect(ending.status == 0)
            #expect(ending.errors.contains("is not that of the certificate") && ending.errors.contains("cert.pem cannot be read"))
            #expect(ending.errors.contains("chmod 600"))
        }
    }

    /// Whether a process ignores or handles a signal.
    private func outlives(_ signal: Int32, _ process: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let sets = status.matches(of: /Sig(?:Ign|Cgt):\t([0-9a-f]+)/).compactMap { UInt64($0.1, radix: 16) }
        return sets.contains { $0 >> (signal - 1) & 1 == 1 }
    }

    @Test func `without TLS it ends nothing either, at any time`() async throws {
        let program = try Program(["sandbox", "--listen", "127.0.0.1:0"], environment: ["MAINTIEN_TOKEN": Serving.token])
        // The program has to have come to its own first lines; a shell that says nohup protects what comes before.
        while !outlives(SIGHUP, program.process) { await Task.yield() }
        program.signal(SIGHUP)
        let port = try #require(
            await program.written("\n").firstMatch(of: /ready at http:\/\/127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) })
        for _ in 0..<3 {
            program.signal(SIGHUP)
            #expect(try await HTTPConnection(port: port, token: Serving.token).send("GET", "/healthz").status == 200)
        }
        program.signal(SIGTERM)
        let ending = await program.ended()
        #expect(ending.status == 0 && ending.errors.contains("there is no certificate to read anew"))
    }

    @Test func `a link signs a browser in over TLS, and SIGUSR1 prints another`() async throws {
        try await withDirectory { path in
            try await make("linked", in: path)
            let (program, port) = try await start(["--tls-certificate", "\(path)/cert.pem", "--tls-key", "\(path)/key.pem"])
            var codes: [String] = []
            for _ in 0..<2 {
                let before = codes.count
                program.signal(SIGUSR1)
                while codes.count == before {
                    let written = await program.written("code=")
                    codes = written.matches(of: /https:\/\/127\.0\.0\.1:\d+\/\?code=(\S+)/).map { String($0.1) }
                }
            }
            #expect(Set(codes).count == 2 && codes.allSatisfy { $0.count == 64 })
            let jar = ["--cookie-jar", "\(path)/jar", "--cookie", "\(path)/jar"]
            let first = try await curl("//docs?code=\(codes[0])", port: port, jar, in: path)
            #expect(first.output.contains("303") && first.output.contains("ocation: /docs\r\n"), "\(first)")
            #expect(first.output.contains("__Host-maintien=") && first.output.contains("Secure") && first.output.contains("HttpOnly"))
            #expect(try await curl("/docs", port: port, jar, in: path).output.contains("HTTP/1.1 200"))
            #expect(try await curl("/docs?code=\(codes[0])", port: port, jar, in: path).output.contains("HTTP/1.1 401"))
            #expect(try await curl("/docs", port: port, [], in: path).output.contains("HTTP/1.1 401"))
            program.signal(SIGTERM)
            let ending = await program.ended()
            #expect(ending.status == 0)
            for code in codes { #expect(!ending.errors.contains(code), "a code is in the log") }
        }
    }
}
