import FoundationEssentials
import Glibc
import JSON
import Testing

/// Whatever other users of the machine have prepared, a run touches what is its own and nothing else: run by root, and by somebody without a home.
@Suite(.timeLimit(.minutes(10))) struct PreparedPlaceTests {
    /// Who runs the program: this process's user, or `nobody` when that is root.
    enum Runner: String, CaseIterable, CustomTestStringConvertible {
        case ourselves
        case nobody

        var testDescription: String { rawValue }

        /// What stands before the program's path.
        var command: [String] {
            self == .nobody && geteuid() == 0 ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] : ["env"]
        }
    }

    /// Runs the body with another service that has a fact in its log, beside the path of a program that everybody may run.
    private func withVictim(_ body: (_ path: String, _ program: String) async throws -> Void) async throws {
        try await withDirectory { path in
            let victim = try await Serving.start(["--data", "\(path)/data"])
            let contract = try await Life.tell(on: victim)
            /// The PostgreSQL of that service, as its lock file names it.
            func postmaster() -> Substring? {
                (try? String(contentsOfFile: "\(path)/data/data/postmaster.pid", encoding: .utf8))?.split(separator: "\n").first
            }
            let server = try #require(postmaster())
            // The checkout may be closed to others.
            let copy = ["--mode=755", "--no-target-directory", Program.executable, "\(path)/maintien"]
            #expect(try await Program.run(copy, executable: "install").status == 0)
            try await body(path, "\(path)/maintien")
            #expect(postmaster() == server, "the PostgreSQL of the other service was stopped")
            #expect(try await victim.connect().send("GET", "/v1/contracts/\(contract)/timeline").body["version"] == 3)
            #expect(await victim.stop().status == 0)
        }
    }

    @Test(arguments: Runner.allCases)
    func `a sandbox follows no link in a place for temporary files`(runner: Runner) async throws {
        try await withVictim { path, program in
            let temporary = "\(path)/tmp"
            #expect(mkdir(temporary, 0o777) == 0 && chmod(temporary, 0o1777) == 0)
            let user = runner == .nobody && geteuid() == 0 ? getpwnam("nobody")?.pointee.pw_uid ?? 65_534 : geteuid()
            // As an earlier version named its directories, and as this one does for who has no home.
            for name in ["maintien-sandbox-prepared", "maintien-sandboxes-\(user)"] {
                #expect(symlink("\(path)/data", "\(temporary)/\(name)") == 0)
            }
            let environment = ["TMPDIR": temporary, "MAINTIEN_TOKEN": Serving.token]
            let command = runner.command + [program, "sandbox", "--listen", "127.0.0.1:0"]
            let sandbox = try Program(Array(command.dropFirst()), environment: environment, executable: command[0])
            if user == 0 {
                // Root has a place of its own, and looks at no other.
                #expect(await sandbox.written("\n").contains("sandbox is ready"))
                sandbox.signal(SIGTERM)
                #expect(await sandbox.ended().status == 0)
            } else {
                let ending = await sandbox.ended()
                #expect(ending.status == 2 && ending.isOneLine(with: "\(temporary)/maintien-sandboxes-\(user) is a link"), "\(ending)")
                // Without the link it serves, in a directory that nobody else can enter, and leaves nothing in it.
                #expect(unlink("\(temporary)/maintien-sandboxes-\(user)") == 0)
                let next = try Program(Array(command.dropFirst()), environment: environment, executable: command[0])
                #expect(await next.written("\n").contains("sandbox is ready"))
                var status = stat()
                #expect(lstat("\(temporary)/maintien-sandboxes-\(user)", &status) == 0)
                #expect(status.st_uid == user && status.st_mode & 0o7777 == 0o700)
                next.signal(SIGTERM)
                #expect(await next.ended().status == 0)
                #expect(try FileManager.default.contentsOfDirectory(atPath: "\(temporary)/maintien-sandboxes-\(user)").isEmpty)
            }
        }
    }

    @Test func `a service in a directory that others have prepared is refused`() async throws {
        try await withVictim { path, program in
            let place = "\(path)/place"
            #expect(mkdir(place, 0o777) == 0 && symlink("\(path)/data", "\(place)/.maintien") == 0)
            for verb in [["serve", "--listen", "127.0.0.1:0"], ["verify"], ["migrate"]] {
                let refused = try await Program.run(verb, environment: ["MAINTIEN_TOKEN": Serving.token], directory: place)
                #expect(refused.status == 2 && refused.isOneLine(with: "\(place)/.maintien is a link"), "\(refused)")
            }
            // A directory of another user, where everybody can make one.
            guard geteuid() == 0, let nobody = getpwnam("nobody")?.pointee else { return }
            #expect(unlink("\(place)/.maintien") == 0 && chmod(place, 0o1777) == 0)
            #expect(mkdir("\(place)/.maintien", 0o700) == 0 && mkdir("\(place)/.maintien/data", 0o700) == 0)
            for name in ["/data", ""] { #expect(chown("\(place)/.maintien\(name)", nobody.pw_uid, nobody.pw_gid) == 0) }
            let refused = try await Program.run(
                ["serve", "--listen", "127.0.0.1:0"], environment: ["MAINTIEN_TOKEN": Serving.token], directory: place)
            #expect(refused.status == 2 && refused.isOneLine(with: "\(place)/.maintien belongs to nobody"), "\(refused)")
        }
    }

    @Test func `in a directory that PostgreSQL cannot reach, what is recorded is kept elsewhere, and found again`() async throws {
        try await withDirectory { path in
            let closed = "\(path)/closed"
            #expect(mkdir(closed, 0o700) == 0 && mkdir("\(closed)/checkout", 0o755) == 0)
            let serving = try await Serving.start([], directory: "\(closed)/checkout")
            let contract = try await Life.tell(on: serving)
            let question = ["timeline", contract, "--known-at", "2030-01-01T00:00:00Z"]
            let beside = try await Program.run(question, directory: "\(closed)/checkout")
            #expect(beside.status == 0, "\(beside)")
            let ending = await serving.stop()
            #expect(ending.status == 0)
            let kept = ending.output.firstMatch(of: /kept in (\/var\/lib\/maintien\/checkout-[0-9a-f]{8})\n/).map { String($0.1) }
            #expect((kept != nil) == (geteuid() == 0), "\(ending.output)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(closed)/checkout") == (kept == nil ? [".maintien"] : []))
            let after = try await Program.run(question, directory: "\(closed)/checkout")
            #expect(after.output == beside.output)
            if let kept { try FileManager.default.removeItem(atPath: kept) }
            // Where it is named, it is refused with what to do.
            guard geteuid() == 0 else { return }
            let named = try await Program.run(["serve", "--listen", "127.0.0.1:0", "--data", "\(closed)/data"])
            #expect(named.status == 2 && named.isOneLine(with: "cannot pass \(closed) and so cannot reach \(closed)/data"), "\(named)")
        }
    }
}
