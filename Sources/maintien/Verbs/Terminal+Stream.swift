import BillingService
import Glibc
import Portfolio

extension Terminal {
    /// The reader has closed the pipe.
    private struct ReaderLeft: Error {}

    /// Writes chunks as they arrive, until the last one or until the reader has closed the pipe.
    static func write(_ chunks: PortfolioAnswer.Chunks) async throws {
        do { for try await chunk in chunks { try write(chunk) } } catch is ReaderLeft {}
    }

    /// Writes a text as it is made, until its end or until the reader has closed the pipe.
    static func write(_ text: StreamedText) async throws {
        do { try await text.write { try write($0) } } catch is ReaderLeft {}
    }

    private static func write(_ bytes: [UInt8]) throws {
        signal(SIGPIPE, SIG_IGN)
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            if written < 0, errno == EPIPE { throw ReaderLeft() }
            guard written > 0 else { throw VerbTrouble("The answer cannot be written: \(String(cString: strerror(errno))).") }
            rest = rest.dropFirst(written)
        }
    }
}
