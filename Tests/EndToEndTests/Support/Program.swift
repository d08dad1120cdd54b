import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// A run of the built executable, which blocks no thread of the cooperative pool.
final class Program: Sendable {
    /// How it ended.
    struct Ending: Sendable {
        /// Its exit status; 128 and the signal that killed it.
        let status: Int32
        let output: String
        let errors: String
    }

    private struct State {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var status: Int32?
        var waiting: [(isOver: @Sendable (State) -> Bool, continuation: CheckedContinuation<State, Never>)] = []
    }

    let process: pid_t
    private let state = Mutex(State())

    /// The executable beside the tests; `MAINTIEN_EXECUTABLE` names another.
    static let executable: String = {
        if let named = ProcessInfo.processInfo.environment["MAINTIEN_EXECUTABLE"] { return named }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "maintien").path()
    }()

    /// Starts it, or another program; with a limit of open files that it may raise, if one is given.
    init(
        _ arguments: [String], environment: [String: String] = [:], directory: String = "/", executable: String = executable,
        limitingFilesTo files: Int? = nil
    ) throws {
        let (output, errors) = (try Self.channel(), try Self.channel())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.theirs, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.theirs, 2)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let all = environment.merging(["PATH": path, "LC_ALL": "C.UTF-8"]) { own, _ in own }
        let limit = files.map { ["prlimit", "--nofile=\($0):"] } ?? []
        var process = pid_t()
        let failure = withCStrings(["env", "--chdir=\(directory)"] + limit + [executable] + arguments) { arguments in
            withCStrings(all.map { "\($0)=\($1)" }) { posix_spawnp(&process, "env", &actions, nil, arguments, $0) }
        }
        close(output.theirs)
        close(errors.theirs)
        guard failure == 0 else { throw Failure(step: "starting \(executable): \(String(cString: strerror(failure)))") }
        self.process = process
        watch(output: output.ours, errors: errors.ours)
    }

    struct Failure: Error { let step: String }

    /// Two ends of a channel that no other process can inherit, unlike those of a pipe between `pipe` and `fcntl`.
    private static func channel() throws -> (ours: Int32, theirs: Int32) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Failure(step: "socketpair")
        }
        return (ends[0], ends[1])
    }

    /// Runs it to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], directory: String = "/", executable: String = executable
    ) async throws -> Ending {
        await (try Program(arguments, environment: environment, directory: directory, executable: executable)).ended()
    }

    /// Waits for the end.
    func ended() async -> Ending {
        let state = await wait { $0.status != nil }
        return Ending(
            status: state.status ?? -1, output: String(decoding: state.output, as: UTF8.self),
            errors: String(decoding: state.errors, as: UTF8.self))
    }

    /// Waits until it has written a text, and returns all it has written; also when it ends without.
    func written(_ text: String) async -> String {
        let state = await wait { $0.status != nil || String(decoding: $0.output, as: UTF8.self).contains(text) }
        return String(decoding: state.output, as: UTF8.self)
    }

    /// Waits until a text is in its log more than `count` times, and returns how often it is; also when it ends without.
    func logged(_ text: String, moreThan count: Int) async -> Int {
        let state = await wait { $0.status != nil || String(decoding: $0.errors, as: UTF8.self).ranges(of: text).count > count }
        return String(decoding: state.errors, as: UTF8.self).ranges(of: text).count
    }

    /// Sends a signal.
    func signal(_ signal: Int32) { kill(process, signal) }

    private func wait(until isOver: @escaping @Sendable (State) -> Bool) async -> State {
        await withCheckedContinuation { continuation in
            update { $0.waiting.append((isOver, continuation)) }
        }
    }

    private func update(_ change: (inout State) -> Void) {
        let (now, over) = state.withLock { state in
            change(&state)
            let now = state
            state.waiting.removeAll { $0.isOver(now) }
            return (now, now.waiting.filter { $0.isOver(now) })
        }
        for one in over { one.continuation.resume(returning: now) }
    }

    /// Reads both channels and waits for the end, each on a thread of its own.
    private func watch(output: Int32, errors: Int32) {
        let reading = DispatchGroup()
        for (descriptor, place) in [(output, \State.output), (errors, \State.errors)] {
            reading.enter()
            DispatchQueue(label: "program.reading").async { [self] in
                var buffer = [UInt8](repeating: 0, count: 65536)
                while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
                    update { $0[keyPath: place] += buffer[..<count] }
                }
                close(descriptor)
                reading.leave()
            }
        }
        DispatchQueue(label: "program.waiting").async { [self] in
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            reading.wait()
            update { [status] in $0.status = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f) }
        }
    }
}

/// Calls the body with the strings and a nil after the last one.
private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
}
