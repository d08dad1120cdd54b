public import Logging

/// Makes the loggers of requests: each line names its request's trace. The trace becomes text only when a line is written.
public struct TracedLoggers: Sendable {
    private let label: String
    private let base: TracedLogHandler.Base

    /// - Parameter logger: gives the loggers of requests their level, metadata and output.
    public init(_ logger: Logger) {
        label = logger.label
        base = TracedLogHandler.Base(logger.handler)
    }

    /// The logger of a request in this trace.
    public func logger(in trace: TraceContext) -> Logger {
        Logger(label: label) { _ in TracedLogHandler(base: base, high: trace.high, low: trace.low) }
    }
}
