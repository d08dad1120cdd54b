import ArgumentParser
import ContractService
import EventLog
import FoundationEssentials
import Portfolio
import Postgres

/// The verb `export`: the log up to one position, as tables for analysts.
struct ExportVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write contracts, cover, liabilities, employers and events as CSV and NDJSON, at one position of the log.",
        discussion: """
            Five tables on both time axes, computed from the log up to where it ends at the start, and a manifest with the position, the schema and the digest of \
            each file. A service may run meanwhile.

            The tables hold no names, numbers or addresses of people, no clerks' words and no callers. They are pseudonymous health data all the same: \
            the directory is for its owner alone.

            DIR must be new or empty. It is DIR.partial until it is whole; interrupted, or on a full disk, nothing is left.

            The login reads only: a member of maintien_auditor or maintien_questions will do.
            """)

    @OptionGroup var options: DatabaseOptions

    @Argument(help: ArgumentHelp("The directory to make.", valueName: "dir")) var directory: String
    @Option(help: ArgumentHelp("csv or ndjson (default: both).", valueName: "format")) var format: String?
    @Flag(help: "Show no progress.") var quiet = false

    func validate() throws {
        if let format, ExportFormat(rawValue: format) == nil { throw ValidationError("--format takes csv or ndjson.") }
    }

    func run() async throws {
        let settings = try await options.settings()
        let schemes = try SchemeFiles.files(settings)
        let rules = try SchemeFiles.rules(of: schemes)
        let store = try await Store.forQuestions(settings)
        try await ending(with: store.close) {
            try await Database.opened(store.reader()) { database in
                let work = Task { try await write(Export(database: database, rules: rules), schemes) }
                do { print(try await Interruption.cancels(work)) } catch { throw VerbTrouble(ofExport: error) ?? error }
            }
        }
    }

    /// Makes the directory.
    ///
    /// - Returns: what was exported, in words.
    private func write(_ export: Export, _ schemes: [(name: String, bytes: [UInt8])]) async throws -> String {
        let meter = Meter(isQuiet: quiet)
        defer { meter.end() }
        let formats = ExportFormat.allCases.filter { format == nil || $0.rawValue == format }
        let extent = try await export.extent()
        let made = try ExportDirectory(directory)
        do {
            var files: [String: [ExportFile]] = [:]
            for table in ExportTable.all {
                files[table.name] = try formats.map { try ExportFile("\(table.name).\($0.rawValue)", $0, in: made.descriptor) }
            }
            try await export.run(extent, formats) { [files] table, format, bytes, rows in
                for file in files[table.name] ?? [] where file.format == format { try file.append(bytes, rows: rows) }
            } progress: {
                meter.show("events read", Int($0), of: Int($1))
            }
            try Task.checkCancellation()
            let entries = try files.mapValues { try $0.map { try $0.close() } }
            try ExportManifest(extent, schemes: schemes, files: entries).write(in: made.descriptor)
            try made.finish()
            let rows = ExportTable.all.map { "\(files[$0.name]?.first?.rows ?? 0) of \($0.name)" }
            return "Exported to \(directory), at position \(extent.end.position): \(rows.joined(separator: ", "))."
        } catch {
            made.discard()
            throw error
        }
    }
}
