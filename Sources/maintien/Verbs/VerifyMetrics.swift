import ArgumentParser
import Glibc

/// Writes the result of `verify` to a file that Prometheus' node exporter reads: when it was, and whether all was whole.
struct VerifyMetrics {
    /// Where to; nil writes nothing.
    let path: String?
    /// What is proved: `log`, `projections` or `money`.
    let what: String

    /// Runs a proof and writes its result. If the proof cannot be done, the file stays as it was: its time tells.
    func recording(_ prove: () async throws -> Void) async throws {
        do {
            try await prove()
            try write(isWhole: true)
        } catch let exit as ExitCode where exit == ExitCode(1) {
            try write(isWhole: false)
            throw exit
        }
    }

    private func write(isWhole: Bool) throws {
        let labels = "{what=\"\(what)\"}"
        try MetricsFile(path: path).write([
            ("maintien_verify_whole", labels, isWhole ? 1 : 0, "1 if the last maintien verify found all whole, else 0."),
            ("maintien_verify_timestamp_seconds", labels, time(nil), "When the last maintien verify ended."),
        ])
    }
}
