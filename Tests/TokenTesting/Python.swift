import Foundation
import Glibc

/// Python with joserfc, a JOSE library that is not ours, in a virtual environment beside the build. Made when it is missing.
public enum Python {
    /// What is missing, or failed.
    public struct Missing: Error, CustomStringConvertible {
        /// In words.
        public let description: String
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()

    /// The interpreter, once the library is there. Needs Debian's `python3-venv` and PyPI the first time.
    private static let interpreter = Result<URL, any Error>(catching: {
        let place = root.appending(path: ".build/joserfc")
        let program = place.appending(path: "bin/python")
        if try run(program, ["-c", "import joserfc"])?.status == 0 { return program }
        let python = URL(filePath: "/usr/bin/env")
        for (program, arguments) in [
            (python, ["python3", "-m", "venv", place.path]),
            (program, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "joserfc==1.8.0"]),
        ] {
            guard let end = try run(program, arguments), end.status == 0 else {
                throw Missing(
                    description: "the tokens of these tests are made by joserfc: `\(arguments.joined(separator: " "))` failed; "
                        + "it needs python3-venv, and PyPI the first time")
            }
        }
        return program
    })

    /// Runs a script of this folder to its end.
    public static func output(of script: String, _ arguments: [String] = []) async throws -> [UInt8] {
        try await output(["-W", "ignore", folder.appending(path: script).path] + arguments, of: script)
    }

    /// Runs a program's text to its end.
    public static func output(running program: String, _ arguments: [String]) async throws -> [UInt8] {
        try await output(["-c", program] + arguments, of: "a program of Python")
    }

    private static func output(_ arguments: [String], of name: String) async throws -> [UInt8] {
        try await onThread {
            guard let end = try run(interpreter.get(), arguments), end.status == 0 else { throw Missing(description: "\(name) failed") }
            return end.output
        }
    }

    /// Runs `body` on a thread of its own: a test that waits must not keep others from theirs.
    private static func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "python").async { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// Runs a script of this folder while `body` runs, which is given the first line that it prints.
    public static func whileRunning<T>(_ script: String, _ arguments: [String], _ body: (String) async throws -> T) async throws -> T {
        let (process, line) = try await onThread { try start(script, arguments) }
        // Not by SIGTERM, which the script ignores where a test of this process does: it would outlive the tests, which wait for whoever has their output.
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        return try await body(line)
    }

    /// Starts a script, and reads the first line that it prints.
    private static func start(_ script: String, _ arguments: [String]) throws -> (Process, line: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = try interpreter.get()
        process.arguments = [folder.appending(path: script).path] + arguments
        process.standardOutput = pipe
        try process.run()
        var line: [UInt8] = []
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
        return (process, String(decoding: line, as: UTF8.self))
    }

    private static func run(_ program: URL, _ arguments: [String]) throws -> (status: Int32, output: [UInt8])? {
        guard FileManager.default.isExecutableFile(atPath: program.path) else { return nil }
        // A file, not a pipe: a service that another test starts meanwhile would inherit the pipe, which then has no end while the service runs.
        let file = FileManager.default.temporaryDirectory.appending(path: "python-\(UUID().uuidString)")
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, [UInt8](try Data(contentsOf: file)))
    }
}
