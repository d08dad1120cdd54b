public import Logging

/// Makes the loggers of requests: what they write tells the request's trace, which is spelled out for a line that is written only.
public struct TracedLoggers: Sendable {
    private let label: String
    private let base: TracedLogHandler.Base

    /// - Parameter logger: what the loggers of requests write, and to where, is like this one's.
    public init(_ logger: Logger) {
        label = logger.label
        base = TracedLogHandler.Base(logger.handler)
    }

    /// The logger of a request in this trace.
    public func logger(in trace: TraceContext) -> Logger {
        Logger(label: label) { _ in TracedLogHandler(base: base, high: trace.high, low: trace.low) }
    }
}
