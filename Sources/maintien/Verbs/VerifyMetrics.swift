import ArgumentParser
import FoundationEssentials
import Glibc

/// Writes the result of `verify` to a file that Prometheus' node exporter reads: when it was, and whether all was whole.
struct VerifyMetrics {
    /// Where to; nil writes nothing.
    let path: String?
    /// What is proved: `log` or `projections`.
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
        guard let path else { return }
        let text = """
            # HELP maintien_verify_whole 1 if the last maintien verify found all whole, else 0.
            # TYPE maintien_verify_whole gauge
            maintien_verify_whole{what="\(what)"} \(isWhole ? 1 : 0)
            # HELP maintien_verify_timestamp_seconds When the last maintien verify ended.
            # TYPE maintien_verify_timestamp_seconds gauge
            maintien_verify_timestamp_seconds{what="\(what)"} \(time(nil))

            """
        // Atomic: the exporter never reads half a file. It runs as another user.
        do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw VerbTrouble("The result cannot be written to \(path).")
        }
        chmod(path, 0o644)
    }
}
