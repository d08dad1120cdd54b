/// Gathers lines into chunks and passes them on.
final class LineOutput {
    /// The buffer of the current line.
    var line = LineWriter()
    private let give: ([UInt8]) throws -> Void
    /// The first chunk is small, so that it is sent soon.
    private var chunk = 1 << 12
    private var hasCells = false

    init(_ give: @escaping ([UInt8]) throws -> Void) { self.give = give }

    /// Writes the next cell of the current line, with a separator before all but the first.
    func cell(_ format: PortfolioFormat, _ write: (inout LineWriter) -> Void) {
        if hasCells { line.raw(format == .excelFrench ? ";" : ",") }
        hasCells = true
        write(&line)
    }

    /// Ends the current line.
    func end(_ format: PortfolioFormat) throws {
        switch format {
        case .ndjson: line.raw("\n")
        case .csv, .excelFrench: line.raw("\r\n")
        }
        hasCells = false
        if line.bytes.count >= chunk { try flush() }
    }

    /// Passes on the lines gathered so far.
    func flush() throws {
        if line.bytes.isEmpty { return }
        try give(line.bytes)
        line.removeAll()
        chunk = 1 << 16
    }
}
