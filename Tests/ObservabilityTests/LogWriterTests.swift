import Dispatch
import FoundationEssentials
import Glibc
import JSON
import Logging
import Synchronization
import Testing

@testable import Observability

@Suite(.timeLimit(.minutes(10)))
struct LogWriterTests {
    /// A file with nobody else's lines in it.
    private func withFile(_ body: (Int32, () throws -> [JSON]) async throws -> Void) async throws {
        let path = "/tmp/maintien-log-\(UInt64.random(in: 0...(.max)))"
        let file = open(path, O_CREAT | O_RDWR | O_APPEND, 0o600)
        try #require(file >= 0)
        defer {
            close(file)
            unlink(path)
        }
        try await body(file) {
            try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { try JSON(parsing: String($0)) }
        }
    }

    private func logger(_ writer: LogWriter) -> Logger { Logger(label: "test") { JSONLogHandler(label: $0, to: LogOutput(writer)) } }

    @Test func `long lines from many tasks do not mix in a file, and none is lost`() async throws {
        try await withFile { file, lines in
            let writer = LogWriter(fileDescriptor: file, limit: 1 << 24)
            let logger = logger(writer)
            await withTaskGroup { group in
                for task in 0..<4 {
                    group.addTask { for _ in 0..<50 { logger.info("\(String(repeating: "\(task)", count: 20_000))") } }
                }
            }
            writer.flush()
            let written = try lines()
            #expect(written.count == 200 && written.allSatisfy { $0["message"]?.string?.count == 20_000 })
        }
    }

    @Test func `lines are written by and by without anybody asking, a warning at once with those before it`() async throws {
        for (level, delay) in [(Logger.Level.info, 1), (.warning, 3_600_000)] {
            try await withFile { file, lines in
                let logger = logger(LogWriter(fileDescriptor: file, delay: delay))
                if level == .warning { logger.info("before") }
                logger.log(level: level, "here")
                while try lines().last?["message"] != "here" { try await Task.sleep(for: .milliseconds(1)) }
                #expect(try lines().compactMap { $0["message"]?.string } == (level == .warning ? ["before", "here"] : ["here"]))
            }
        }
    }

    @Test func `lines beyond the limit are dropped and counted, and the next are written`() async throws {
        try await withFile { file, lines in
            let writer = LogWriter(fileDescriptor: file, limit: 1000, delay: 3_600_000)
            let logger = logger(writer)
            for _ in 0..<100 { logger.info("\(String(repeating: "x", count: 300))") }
            writer.flush()
            let first = try lines()
            let whole = first.filter { $0["message"]?.string?.count == 300 }.count
            #expect(whole > 0 && first.last?["message"] == "log lines were dropped" && first.last?["level"] == "warning")
            #expect(first.last?["count"]?.integer == 100 - whole && first.count == whole + 1)
            logger.info("next")
            writer.flush()
            #expect(try lines().last?["message"] == "next")
        }
    }

    @Test func `whoever logs does not wait for a file that takes nothing`() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let writer = LogWriter(fileDescriptor: ends[1], limit: 1 << 20, delay: 1)
        let logger = logger(writer)
        // More than the pipe and the writer hold together.
        for _ in 0..<1000 { logger.info("\(String(repeating: "x", count: 10_000))") }
        // The pipe is emptied now: all is written that was not dropped, and how much was.
        let end = ends[0]
        let told = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var text = ""
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                while !text.contains("log lines were dropped") {
                    let count = read(end, &buffer, buffer.count)
                    guard count > 0 else { break }
                    text += String(decoding: buffer[..<count], as: UTF8.self)
                }
                continuation.resume(returning: text.contains("log lines were dropped"))
            }
        }
        #expect(told)
        writer.flush()
        for end in ends { close(end) }
    }
}
