import Logging

/// Where log lines go.
public struct LogOutput: Sendable {
    let write: @Sendable ([UInt8], Logger.Level) -> Void

    /// An output to a function that takes each whole line, with its line feed. It may be called from any thread.
    public init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = { line, _ in write(line) }
    }

    /// An output to a writer.
    public init(_ writer: LogWriter) {
        write = { writer.add($0, level: $1) }
    }

    /// The process's standard error.
    public static let standardError = LogOutput(.standardError)
}
