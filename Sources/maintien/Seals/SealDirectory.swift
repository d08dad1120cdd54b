import FoundationEssentials
import Glibc
import Seals

/// A directory of seals: files whose names end with `.seal`.
struct SealDirectory {
    let path: String

    /// The names of the seals.
    func names() throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw VerbTrouble("The directory of seals \(path) cannot be read.")
        }
        return names.filter { $0.hasSuffix(".seal") }.sorted()
    }

    /// All seals, as they are.
    func files() throws -> [(name: String, bytes: [UInt8])] {
        try names().map { name in
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else {
                throw VerbTrouble("The seal \(path)/\(name) cannot be read.")
            }
            return (name, Array(data))
        }
    }

    /// The name of a seal's file: names are in the order of the instants.
    static func name(of seal: LogSeal) -> String {
        "\(String(describing: seal.sealedAt).replacing(":", with: "-"))-\(seal.events.position).seal"
    }

    /// Writes a file, whole or not at all, and durably.
    func write(_ note: SignedNote, as name: String) throws {
        let (draft, bytes) = ("\(path)/.\(name).\(getpid())", note.bytes)
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
        defer { unlink(draft) }
        let isWritten =
            descriptor >= 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
            && close(descriptor) == 0
            && rename(draft, "\(path)/\(name)") == 0
        guard isWritten else { throw VerbTrouble("The seal \(path)/\(name) cannot be written.") }
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            _ = fsync(directory)
            close(directory)
        }
    }
}
