import FoundationEssentials
import JSON

/// The rescissions in a stream, with their line numbers.
public struct StreamRescissions: Sendable {
    private struct Target: Hashable {
        let contract: UUID
        let version: Int
    }

    private var lines: [Target: Int] = [:]

    /// No rescissions.
    public init() {}

    /// Adds a line, if it is a rescission.
    ///
    /// - Parameter number: the line number in the stream, from 1.
    public mutating func add(_ line: some Collection<UInt8>, number: Int) {
        guard line.count <= BulkLine.maximum, let json = try? JSON(parsing: Array(line)),
            let contract = json["contract"]?.string.flatMap({ ContractID($0) })?.uuid
        else { return }
        let versions: [Int?] =
            switch json["command"]?.string {
            case "rescind": [json["version"]?.integer]
            // A correction can rescind several events.
            case "correct": json["rescind"]?.array?.map(\.integer) ?? []
            default: []
            }
        for version in versions.compactMap(\.self) { lines[Target(contract: contract, version: version)] = number }
    }

    /// The last line that rescinds an event; 0 when there is none.
    func lastLine(rescinding version: Int, of contract: UUID) -> Int {
        lines.isEmpty ? 0 : lines[Target(contract: contract, version: version), default: 0]
    }
}
