import Glibc
import Synchronization

/// Where log lines go.
public struct LogOutput: Sendable {
    let write: @Sendable ([UInt8]) -> Void

    /// A function that takes each whole line, its line feed included. It may be called from any thread.
    public init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    /// The process's standard output.
    public static let standardOutput = LogOutput(fileDescriptor: STDOUT_FILENO)
    /// The process's standard error.
    public static let standardError = LogOutput(fileDescriptor: STDERR_FILENO)

    /// An open file. Lines never mix, however long; a line that cannot be written is lost.
    public init(fileDescriptor: Int32) {
        self.init { line in
            Self.turn.withLock { _ in
                line.withUnsafeBytes { bytes in
                    var rest = bytes[...]
                    while !rest.isEmpty {
                        let written = posixWrite(fileDescriptor, UnsafeRawBufferPointer(rebasing: rest))
                        if written < 0 && errno == EINTR { continue }
                        guard written > 0 else { return }
                        rest = rest.dropFirst(written)
                    }
                }
            }
        }
    }

    private static let turn = Mutex(())
}

private func posixWrite(_ fileDescriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(fileDescriptor, bytes.baseAddress, bytes.count)
}
