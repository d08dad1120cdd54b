/// Gathers lines into chunks.
final class LineOutput {
    /// The buffer of the current line.
    var line = LineWriter()
    private var chunks: [[UInt8]] = []
    private var hasCells = false

    /// A chunk ends with the line that reaches this many bytes.
    private static let chunkSize = 1 << 16

    /// Writes the next cell of the current line, with a separator before all but the first.
    func cell(_ format: PortfolioFormat, _ write: (inout LineWriter) -> Void) {
        if hasCells { line.raw(format == .excelFrench ? ";" : ",") }
        hasCells = true
        write(&line)
    }

    /// Ends the current line.
    func end(_ format: PortfolioFormat) {
        switch format {
        case .ndjson: line.raw("\n")
        case .csv, .excelFrench: line.raw("\r\n")
        }
        hasCells = false
        if line.bytes.count >= LineOutput.chunkSize { endChunk() }
    }

    /// All lines, as chunks of whole lines.
    func finished() -> [[UInt8]] {
        endChunk()
        return chunks
    }

    private func endChunk() {
        if line.bytes.isEmpty { return }
        chunks.append(line.bytes)
        line.removeAll()
    }
}
