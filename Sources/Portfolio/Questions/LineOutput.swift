/// Gathers lines into chunks and hands them on.
final class LineOutput {
    /// Where the line under way is written.
    var line = LineWriter()
    private let give: ([UInt8]) throws -> Void
    /// The first chunk is small, so that it is there soon.
    private var chunk = 1 << 12
    private var hasCells = false

    init(_ give: @escaping ([UInt8]) throws -> Void) { self.give = give }

    /// Writes one more cell of the line under way, behind a separator if it is not the first.
    func cell(_ format: PortfolioFormat, _ write: (inout LineWriter) -> Void) {
        if hasCells { line.raw(format == .excelFrench ? ";" : ",") }
        hasCells = true
        write(&line)
    }

    /// Ends the line under way.
    func end(_ format: PortfolioFormat) throws {
        switch format {
        case .ndjson: line.raw("\n")
        case .csv, .excelFrench: line.raw("\r\n")
        }
        hasCells = false
        if line.bytes.count >= chunk { try flush() }
    }

    /// Hands on what is there.
    func flush() throws {
        if line.bytes.isEmpty { return }
        try give(line.bytes)
        line.removeAll()
        chunk = 1 << 16
    }
}
