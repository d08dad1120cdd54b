import FoundationEssentials
import Glibc

/// Starts other programs, isolated from this process. Blocks: do not call it on the cooperative pool.
///
/// A program gets its own session, so that a terminal's Ctrl-C does not reach it, and default signal handling.
/// It inherits none of our files except the given output, and a new environment.
enum ChildProcess {
    /// Runs a program and waits for its end.
    /// - Returns: Its exit status (128 + the signal that killed it) and all it wrote.
    static func run(_ executable: String, _ arguments: [String]) throws(PrivatePostgresError) -> (status: Int32, output: String) {
        var ends: [Int32] = [0, 0]
        // Not a pipe: a program that another thread starts meanwhile would inherit it, and the output would end with that one.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .system("making a channel")
        }
        defer { close(ends[0]) }
        let child: Result<pid_t, PrivatePostgresError>
        do throws(PrivatePostgresError) { child = .success(try start(executable, arguments, output: ends[1])) } catch {
            child = .failure(error)
        }
        close(ends[1])
        let process = try child.get()
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            output += buffer.prefix(count)
        }
        return (waitForEnd(process), String(decoding: output, as: UTF8.self))
    }

    /// Starts a program that writes to `output` and has no input.
    static func start(_ executable: String, _ arguments: [String], output: Int32) throws(PrivatePostgresError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        // The program must not inherit our lock, sockets and connections: they must close when we end.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            if let descriptor = Int32(name), descriptor > 2 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | ownSession)

        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        var process = pid_t()
        let failure = withCStrings([executable] + arguments) { arguments in
            withCStrings(["PATH=\(path)", "TZ=UTC", "LC_ALL=C.UTF-8"]) { environment in
                posix_spawnp(&process, executable, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else { throw .failed(step: "starting \(executable)", output: String(cString: strerror(failure))) }
        return process
    }

    /// `POSIX_SPAWN_SETSID`: the C library has it, but declares it only for `_GNU_SOURCE`.
    private static let ownSession: Int16 = 0x80

    /// Waits for a child's end, and returns its exit status.
    static func waitForEnd(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { if errno != EINTR { return -1 } }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }
}

/// Calls `body` with the strings as C strings, and a final nil.
private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
}
