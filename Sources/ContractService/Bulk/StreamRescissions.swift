import FoundationEssentials
import JSON

/// What the lines of a stream rescind, and where.
public struct StreamRescissions: Sendable {
    private struct Target: Hashable {
        let contract: UUID
        let version: Int
    }

    private var lines: [Target: Int] = [:]

    /// None.
    public init() {}

    /// Takes in a line, if it is one that rescinds.
    ///
    /// - Parameter number: its place in the stream, from 1.
    public mutating func add(_ line: some Collection<UInt8>, number: Int) {
        guard line.count <= BulkLine.maximum, let json = try? JSON(parsing: Array(line)),
            let contract = json["contract"]?.string.flatMap({ ContractID($0) })?.uuid
        else { return }
        let versions: [Int?] =
            switch json["command"]?.string {
            case "rescind": [json["version"]?.integer]
            // A correction rescinds several.
            case "correct": json["rescind"]?.array?.map(\.integer) ?? []
            default: []
            }
        for version in versions.compactMap(\.self) { lines[Target(contract: contract, version: version)] = number }
    }

    /// The last line that rescinds an event; 0 when none does.
    func lastLine(rescinding version: Int, of contract: UUID) -> Int {
        lines.isEmpty ? 0 : lines[Target(contract: contract, version: version), default: 0]
    }
}
