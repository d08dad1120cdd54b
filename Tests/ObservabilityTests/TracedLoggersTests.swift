import JSON
import Logging
import Observability
import Testing

@Suite(.timeLimit(.minutes(10)))
struct TracedLoggersTests {
    private let lines = JSONLogHandlerTests.Lines()

    private func logger(_ trace: TraceContext, _ level: Logger.Level = .info) -> Logger {
        var base = Logger(label: "test") { JSONLogHandler(label: $0, level: level, to: lines.output) }
        base[metadataKey: "a"] = "1"
        return TracedLoggers(base).logger(in: trace)
    }

    private var trace: TraceContext {
        var random = SystemRandomNumberGenerator()
        return TraceContext(using: &random)
    }

    @Test func `each line tells the trace, besides what it tells anyway`() throws {
        let trace = trace
        logger(trace).info("x", metadata: ["b": "2"])
        let line = try #require(lines.last)
        #expect(line["trace_id"]?.string == trace.traceID && line["a"] == "1" && line["b"] == "2")
        #expect(line["logger"] == "test" && line["message"] == "x")
    }

    @Test func `nothing below the level is written, and a changed logger changes no other`() throws {
        let trace = trace
        let logger = logger(trace, .warning)
        var other = logger
        other.logLevel = .info
        other[metadataKey: "a"] = "changed"
        logger.info("unseen")
        #expect(lines.last == nil)
        other.info("seen")
        #expect(lines.last?["a"] == "changed" && lines.last?["trace_id"]?.string == trace.traceID)
        logger.warning("seen")
        #expect(lines.last?["a"] == "1")
    }

    @Test func `an event's own trace wins`() {
        logger(trace).info("x", metadata: ["trace_id": "own"])
        #expect(lines.last?["trace_id"] == "own")
    }
}
