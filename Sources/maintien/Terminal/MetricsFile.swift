import FoundationEssentials
import Glibc

/// A file of metrics that Prometheus' node exporter reads, by its textfile collector.
struct MetricsFile {
    /// Where to; nil writes nothing.
    let path: String?

    /// Replaces the file.
    ///
    /// - Parameter metrics: each with its value, and what `# HELP` says of it.
    func write(_ metrics: [(name: String, labels: String, value: Int, help: String)]) throws {
        guard let path else { return }
        let lines = metrics.map { name, labels, value, help in
            "# HELP \(name) \(help)\n# TYPE \(name) gauge\n\(name)\(labels) \(value)\n"
        }
        // Atomic: the exporter never reads half a file. It runs as another user.
        do { try Data(lines.joined().utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw VerbTrouble("The metrics cannot be written to \(path).")
        }
        chmod(path, 0o644)
    }
}
