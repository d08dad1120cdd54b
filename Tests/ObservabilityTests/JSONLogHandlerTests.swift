import JSON
import Logging
import Observability
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct JSONLogHandlerTests {
    final class Lines: Sendable {
        let all = Mutex<[String]>([])
        var output: LogOutput { LogOutput { line in self.all.withLock { $0.append(String(decoding: line, as: UTF8.self)) } } }
        var last: JSON? { all.withLock { $0.last }.flatMap { try? JSON(parsing: $0) } }
    }

    struct Fault: Error, CustomStringConvertible { var description: String { "no \"luck\"" } }

    let lines = Lines()

    func logger(_ level: Logger.Level = .info) -> Logger {
        Logger(label: "test") { JSONLogHandler(label: $0, level: level, to: lines.output) }
    }

    @Test func `an event is one line of JSON`() throws {
        var logger = logger()
        logger[metadataKey: "a"] = "1"
        logger.warning(
            "two\nlines \"é\" \u{1}", metadata: ["b": ["x", "y"], "c": ["k": "\u{1f}"], "level": "mine", "n": .stringConvertible(-3)])
        let text = try #require(lines.all.withLock { $0.last })
        #expect(text.last == "\n" && text.dropLast().allSatisfy { !$0.isNewline })
        let line = try #require(lines.last)
        #expect(line["level"] == "warning" && line["logger"] == "test")
        #expect(line["message"] == "two\nlines \"é\" \u{1}")
        #expect(line["a"] == "1" && line["b"] == ["x", "y"] && line["c"] == ["k": "\u{1f}"])
        #expect(line["level_"] == "mine" && line["n"] == -3 && line["error"] == nil)
        #expect(line["time"]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }

    @Test func `the metadata of the event wins over the provider's, and that over the logger's`() throws {
        var handler = JSONLogHandler(label: "test", to: lines.output)
        handler.metadataProvider = Logger.MetadataProvider { ["b": "provider", "c": "provider"] }
        var logger = Logger(label: "test") { _ in handler }
        for key in ["a", "b", "c"] { logger[metadataKey: key] = "logger" }
        logger.info("", metadata: ["c": "event"])
        let line = try #require(lines.last)
        #expect(["a", "b", "c"].map { line[$0] } == ["logger", "provider", "event"])
    }

    @Test func `an error is told, and nothing below the level`() throws {
        logger().debug("unseen")
        #expect(lines.last == nil)
        logger(.error).error("broken", error: Fault())
        #expect(lines.last?["error"] == "no \"luck\"")
    }
}
