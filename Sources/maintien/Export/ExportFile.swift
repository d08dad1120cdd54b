import Crypto
import FoundationEssentials
import Glibc
import JSON
import Portfolio
import Seals
import Synchronization

/// A file of an export, with its digest.
final class ExportFile: Sendable {
    let name: String
    let format: ExportFormat
    private let descriptor: Int32
    private let state = Mutex(State())

    private struct State {
        var digest = SHA256()
        var bytes = 0
        var rows = 0
        var isOpen = true
    }

    /// - Parameter directory: the descriptor of the directory in which the file is made.
    init(_ name: String, _ format: ExportFormat, in directory: Int32) throws {
        self.name = name
        self.format = format
        descriptor = try Self.make(name, in: directory)
    }

    deinit { if state.withLock({ $0.isOpen }) { Glibc.close(descriptor) } }

    /// Appends bytes, which hold whole rows.
    func append(_ bytes: [UInt8], rows: Int) throws {
        try state.withLock { state in
            try Self.write(bytes, to: descriptor, name)
            state.digest.update(data: bytes)
            state.bytes += bytes.count
            state.rows += rows
        }
    }

    /// Closes the file, once it is on the disk.
    ///
    /// - Returns: its entry in the manifest.
    func close() throws -> JSON {
        try state.withLock { state in
            state.isOpen = false
            try Self.close(descriptor, name)
            return [
                "name": .string(name), "format": .string(format.rawValue), "rows": JSON(state.rows), "bytes": JSON(state.bytes),
                "sha256": .string(state.digest.finalize().hexadecimal),
            ]
        }
    }

    /// How many rows it has.
    var rows: Int { state.withLock { $0.rows } }

    // MARK: The system's calls

    /// Makes a file that nobody else can read.
    static func make(_ name: String, in directory: Int32) throws -> Int32 {
        let descriptor = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw trouble(name) }
        return descriptor
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32, _ name: String) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw trouble(name) }
            done += count
        }
    }

    static func close(_ descriptor: Int32, _ name: String) throws {
        guard fsync(descriptor) == 0 else {
            let failure = trouble(name)
            Glibc.close(descriptor)
            throw failure
        }
        guard Glibc.close(descriptor) == 0 else { throw trouble(name) }
    }

    static func trouble(_ name: String) -> VerbTrouble {
        VerbTrouble("\(name) cannot be written: \(String(cString: strerror(errno))). Nothing was exported.")
    }
}
