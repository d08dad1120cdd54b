import Logging

/// Adds a request's trace to its log lines. At most three words long, so that its logger stores it inline.
struct TracedLogHandler: LogHandler {
    /// The handler of the loggers of all requests, until one of them is changed.
    final class Base: Sendable {
        let handler: any LogHandler

        init(_ handler: any LogHandler) { self.handler = handler }
    }

    private var base: Base
    private let high: UInt64
    private let low: UInt64

    init(base: Base, high: UInt64, low: UInt64) { (self.base, self.high, self.low) = (base, high, low) }

    var logLevel: Logger.Level {
        get { base.handler.logLevel }
        set { change { $0.logLevel = newValue } }
    }

    var metadata: Logger.Metadata {
        get { base.handler.metadata }
        set { change { $0.metadata = newValue } }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.handler.metadataProvider }
        set { change { $0.metadataProvider = newValue } }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base.handler[metadataKey: key] }
        set { change { $0[metadataKey: key] = newValue } }
    }

    func log(event: LogEvent) {
        var event = event
        var metadata = event.metadata ?? [:]
        event.metadata = nil
        if metadata["trace_id"] == nil { metadata["trace_id"] = .string(TraceContext.digits(high, low)) }
        event.metadata = metadata
        base.handler.log(event: event)
    }

    private mutating func change(_ change: (inout any LogHandler) -> Void) {
        var handler = base.handler
        change(&handler)
        base = Base(handler)
    }
}
