import CivilTime
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Seals
import Vault

/// A file of the register of erasures: a line with the log's id, then an entry a line. It is kept elsewhere than the database, and holds no personal data in clear.
struct ErasureRegisterFile {
    let path: String

    init(path: String) { self.path = path }

    private static let prefix = "erasures-"

    /// The register that `maintien seal` writes beside the seals of a directory. Each incarnation of a log has its own: a restored log may not
    /// know all people whom the register of an earlier one names.
    init(besideSealsIn directory: String, of incarnation: Int) { path = "\(directory)/\(Self.prefix)\(incarnation)" }

    /// The registers beside the seals of a directory.
    static func all(besideSealsIn directory: String) -> [ErasureRegisterFile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.sorted().map { ErasureRegisterFile(path: "\(directory)/\($0)") }
    }

    /// What the file holds.
    struct Content: Sendable {
        /// The id of the log.
        let log: UUID
        /// The register, in order.
        let entries: [ErasureEntry]

        init(log: UUID, entries: [ErasureEntry]) { (self.log, self.entries) = (log, entries) }

        /// Whether the register has the entry at which a seal states that it ended.
        func reaches(_ stated: SealedPlace) -> Bool {
            stated.position == 0 || entries.contains { $0.number == stated.position && $0.hash == stated.hash }
        }

        /// The register as the database has it.
        init(in session: Session) throws {
            self.init(log: try EventLog.identity(in: session).id, entries: try ErasureEntry.all(in: session))
        }
    }

    /// Reads the file.
    ///
    /// - Throws: when the file cannot be read, or is not a register as it was written.
    func read() throws -> Content {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw VerbTrouble("The register of erasures \(path) cannot be read.")
        }
        let lines = data.split(separator: UInt8(ascii: "\n")).map { try? JSON(parsing: [UInt8]($0)) }
        let entries = lines.dropFirst().compactMap { $0.flatMap(Self.entry) }
        guard let log = lines.first??["log"]?.string.flatMap({ UUID(uuidString: $0) }), entries.count == lines.count - 1,
            ErasureEntry.areWhole(entries)
        else {
            throw VerbTrouble(
                "The file \(path) is no register of erasures, or not as it was written: `maintien people erasures` writes it.")
        }
        return Content(log: log, entries: entries)
    }

    /// Replaces the file. After a crash, it is the old one or the new one.
    func write(_ content: Content) throws {
        do { try Data(Self.text(content).utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw VerbTrouble("The register of erasures \(path) cannot be written.")
        }
    }

    /// The text of the file.
    static func text(_ content: Content) -> String {
        let heading: JSON = ["log": .string(content.log.uuidString.lowercased())]
        return ([heading] + content.entries.map(json)).map { JSON.text($0) + "\n" }.joined()
    }

    private static func json(_ entry: ErasureEntry) -> JSON {
        [
            "number": .integer(entry.number), "at": .string("\(Instant(microseconds: entry.at))"), "caller": .string(entry.caller),
            "contract": .string(entry.contract.uuidString.lowercased()), "person": .string("\(entry.person)"),
            "position": .integer(entry.position), "hash": .string(Data(entry.hash).base64EncodedString()),
        ]
    }

    private static func entry(_ json: JSON) -> ErasureEntry? {
        guard let number = json["number"]?.integer, let position = json["position"]?.integer,
            let at = json["at"]?.string.flatMap({ Instant($0) }), let caller = json["caller"]?.string,
            let contract = json["contract"]?.string.flatMap({ UUID(uuidString: $0) }),
            let person = json["person"]?.string.flatMap({ VaultPerson($0) }),
            let hash = json["hash"]?.string.flatMap({ Data(base64Encoded: $0) })
        else { return nil }
        return ErasureEntry(
            number: Int64(number), at: at.microseconds, caller: caller, contract: contract, person: person, position: Int64(position),
            hash: [UInt8](hash))
    }
}
