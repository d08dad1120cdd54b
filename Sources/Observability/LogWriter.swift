import Dispatch
import Glibc
import Logging
import Synchronization

/// Writes log lines to a file, in batches of a tenth of a second. Adding a line never waits.
///
/// Lines that come faster than the file takes them are dropped; a line of its own counts them. A process that exits writes its last lines.
/// A process that is killed loses the lines not yet written.
public final class LogWriter: Sendable {
    /// The writer to the process's standard error.
    public static let standardError: LogWriter = {
        atexit { LogWriter.standardError.flush() }
        return LogWriter(fileDescriptor: STDERR_FILENO)
    }()

    private struct State {
        var lines: [UInt8] = []
        var dropped = 0
        var isFlushDue = false
    }

    private let file: Int32
    private let limit: Int
    private let delay: DispatchTimeInterval
    private let state = Mutex(State())
    /// The queue on which all writes happen.
    private let queue = DispatchQueue(label: "log writer")

    /// - Parameters:
    ///   - fileDescriptor: an open file.
    ///   - limit: the most bytes that wait to be written.
    ///   - milliseconds: how long a line waits for others. A warning or an error does not wait.
    public init(fileDescriptor: Int32, limit: Int = 1 << 20, delay milliseconds: Int = 100) {
        file = fileDescriptor
        self.limit = limit
        delay = .milliseconds(milliseconds)
    }

    /// Adds a line to the next batch.
    func add(_ line: [UInt8], level: Logger.Level) {
        let isUrgent = level >= .warning
        let begins = state.withLock { state in
            guard state.lines.count + line.count <= limit else {
                state.dropped += 1
                return false
            }
            state.lines += line
            defer { state.isFlushDue = true }
            return !state.isFlushDue
        }
        if isUrgent {
            queue.async { self.writeAll() }
        } else if begins {
            queue.asyncAfter(deadline: .now() + delay) { self.writeAll() }
        }
    }

    /// Returns once all lines added before are written.
    public func flush() { queue.sync { writeAll() } }

    private func writeAll() {
        var (lines, dropped) = state.withLock { state in
            defer { state = State() }
            return (state.lines, state.dropped)
        }
        if dropped > 0 {
            let line = LogLine(
                level: .warning, label: "log", message: "log lines were dropped", metadata: ["count": .stringConvertible(dropped)])
            lines += line.bytes
        }
        lines.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { return }
                rest = rest.dropFirst(written)
            }
        }
    }
}
