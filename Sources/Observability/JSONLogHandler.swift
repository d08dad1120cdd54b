public import Logging

/// Writes each log event as one line of JSON, for machines that collect them.
public struct JSONLogHandler: LogHandler {
    /// The least level written.
    public var logLevel: Logger.Level
    /// The metadata of every line.
    public var metadata: Logger.Metadata = [:]
    /// Adds metadata to each line; its values win over `metadata`.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let output: LogOutput

    /// A handler for `LoggingSystem.bootstrap` or a logger of its own.
    ///
    /// - Parameters:
    ///   - label: the logger's name, written in each line.
    ///   - level: the least level written.
    ///   - output: where the lines go.
    public init(label: String, level: Logger.Level = .info, to output: LogOutput = .standardError) {
        self.label = label
        self.output = output
        logLevel = level
    }

    /// One entry of `metadata`.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line. The event's own metadata wins over all other metadata.
    public func log(event: LogEvent) {
        var metadata = metadata
        if let provided = metadataProvider?.get() { metadata.merge(provided) { _, provided in provided } }
        if let own = event.metadata {
            if metadata.isEmpty { metadata = own } else { metadata.merge(own) { _, own in own } }
        }
        let line = LogLine(level: event.level, label: label, message: event.message.description, metadata: metadata, error: event.error)
        output.write(line.bytes, event.level)
    }
}
