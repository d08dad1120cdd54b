public import FoundationEssentials
import Glibc
import Synchronization

/// A temporary file without a name, for bulk data larger than memory. It disappears when it is closed, even after a crash.
public final class ScratchFile: Sendable {
    /// An error of creating, writing or reading the file.
    public struct Failure: Error, CustomStringConvertible {
        /// The file's folder, and the system's error message.
        public let description: String

        fileprivate init(_ number: Int32, in folder: String) {
            description = "\(folder) (TMPDIR says where): \(String(cString: strerror(number)))"
        }
    }

    /// For direct readers of the file; valid only as long as this object.
    public let descriptor: Int32
    private let folder: String
    private let end = Atomic(0)

    /// An empty file in `TMPDIR`. If that is unset or empty, in `/var/tmp`, the place for large temporary files.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) {
        folder = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
        var path = Array("\(folder)/maintien.XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw Failure(errno, in: folder) }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// Appends bytes. Safe from any thread.
    ///
    /// - Returns: The offset of the bytes.
    @discardableResult public func append(_ bytes: [UInt8]) throws(Failure) -> Int {
        let start = end.add(bytes.count, ordering: .relaxed).oldValue
        try inSteps(bytes.count) { done in
            bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done, off_t(start + done)) }
        }
        return start
    }

    /// The bytes of some ranges of the file, concatenated.
    public func read(_ pieces: [Range<Int>]) throws(Failure) -> [UInt8] {
        do {
            return try [UInt8](unsafeUninitializedCapacity: pieces.reduce(0) { $0 + $1.count }) { buffer, initialized in
                for piece in pieces {
                    let start = buffer.baseAddress.map { $0 + initialized }
                    try inSteps(piece.count) { done in
                        pread(descriptor, start.map { $0 + done }, piece.count - done, off_t(piece.lowerBound + done))
                    }
                    initialized += piece.count
                }
            }
        } catch { throw error as? Failure ?? Failure(EIO, in: folder) }
    }

    /// Repeats a step that may do only part of the work.
    private func inSteps(_ count: Int, _ step: (_ done: Int) -> Int) throws(Failure) {
        var done = 0
        while done < count {
            let more = step(done)
            if more > 0 {
                done += more
            } else if more == 0 || errno != EINTR {
                throw Failure(more == 0 ? EIO : errno, in: folder)
            }
        }
    }
}
