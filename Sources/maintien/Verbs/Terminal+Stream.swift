import Glibc
import Portfolio

extension Terminal {
    /// Writes chunks as they arrive, until the last one or until the reader has closed the pipe.
    static func write(_ chunks: PortfolioAnswer.Chunks) async throws {
        signal(SIGPIPE, SIG_IGN)
        for try await chunk in chunks {
            var rest = chunk[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                if written < 0, errno == EPIPE { return }
                guard written > 0 else { throw VerbTrouble("The answer cannot be written: \(String(cString: strerror(errno))).") }
                rest = rest.dropFirst(written)
            }
        }
    }
}
