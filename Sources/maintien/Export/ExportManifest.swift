import CivilTime
import Crypto
import EventLog
import FoundationEssentials
import JSON
import Portfolio
import Postgres
import Seals

/// The file that tells what an export is: written last, so that a directory without it is not whole.
struct ExportManifest {
    static let name = "manifest.json"
    /// The version of the files' form. Raise it when a column changes its name, its type or its meaning, or goes.
    private static let formatVersion = 1

    private let json: JSON

    /// - Parameters:
    ///   - schemes: the files of the schemes.
    ///   - files: the entries of each table's files.
    init(_ extent: Export.Extent, schemes: [(name: String, bytes: [UInt8])], files: [String: [JSON]]) {
        let log: JSON = [
            "id": .string(extent.log.id.text), "incarnation": JSON(extent.log.incarnation), "position": JSON(Int(extent.end.position)),
            "hash": .string(extent.end.hash.hexadecimal),
        ]
        json = [
            "formatVersion": JSON(Self.formatVersion), "notice": .string(Self.notice), "log": log,
            "knownAt": JSON(extent.recordedAt?.description), "schemes": .array(schemes.map { Self.scheme($0.name, $0.bytes) }),
            "tables": .array(ExportTable.all.map { Self.table($0, files[$0.name] ?? []) }),
        ]
    }

    private static let notice =
        "Pseudonymous health data: without names, but about persons. Keep it as the log is kept: encrypted, for those who may read the log, for a term."

    private static func scheme(_ name: String, _ bytes: [UInt8]) -> JSON {
        // The name alone: a path would tell of a machine.
        ["file": JSON(name.split(separator: "/").last.map(String.init)), "sha256": .string(SHA256.hash(data: bytes).hexadecimal)]
    }

    private static func table(_ table: ExportTable, _ files: [JSON]) -> JSON {
        let columns = table.columns.map { column -> JSON in
            [
                "name": .string(column.name), "type": .string(column.type.rawValue), "nullable": .bool(column.isNullable),
                "unit": JSON(column.unit), "meaning": .string(column.meaning),
            ]
        }
        return ["name": .string(table.name), "meaning": .string(table.meaning), "columns": .array(columns), "files": .array(files)]
    }

    /// Writes the file.
    func write(in directory: Int32) throws {
        let descriptor = try ExportFile.make(Self.name, in: directory)
        do { try ExportFile.write(json.bytes(pretty: true) + [UInt8(ascii: "\n")], to: descriptor, Self.name) } catch {
            try? ExportFile.close(descriptor, Self.name)
            throw error
        }
        try ExportFile.close(descriptor, Self.name)
    }
}
