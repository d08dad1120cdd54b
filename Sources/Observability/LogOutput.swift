import Logging

/// Where log lines go.
public struct LogOutput: Sendable {
    let write: @Sendable ([UInt8], Logger.Level) -> Void

    /// A function that takes each whole line, its line feed included. It may be called from any thread.
    public init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = { line, _ in write(line) }
    }

    /// What a writer writes.
    public init(_ writer: LogWriter) {
        write = { writer.add($0, level: $1) }
    }

    /// The process's standard error.
    public static let standardError = LogOutput(.standardError)
}
