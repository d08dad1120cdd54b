public import FoundationEssentials
import Glibc
import Synchronization

/// A file without a name, for bulk work that is larger than memory: it is gone when it is closed, however the process ends.
public final class ScratchFile: Sendable {
    /// Why it cannot be made, written or read.
    public struct Failure: Error, CustomStringConvertible {
        /// The file's folder, and what the system says.
        public let description: String

        fileprivate init(_ number: Int32, in folder: String) {
            description = "\(folder) (TMPDIR says where): \(String(cString: strerror(number)))"
        }
    }

    /// What reads the file by itself: only as long as the file is kept.
    public let descriptor: Int32
    private let folder: String
    private let end = Atomic(0)

    /// An empty file in `TMPDIR`; where that is not set or empty, in `/var/tmp`, where large temporary files belong.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) {
        folder = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
        var path = Array("\(folder)/maintien.XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw Failure(errno, in: folder) }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// Puts bytes at the end. Any thread may.
    ///
    /// - Returns: where they begin.
    @discardableResult public func append(_ bytes: [UInt8]) throws(Failure) -> Int {
        let start = end.add(bytes.count, ordering: .relaxed).oldValue
        try inSteps(bytes.count) { done in
            bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done, off_t(start + done)) }
        }
        return start
    }

    /// The bytes of some pieces of the file, one piece after the other.
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

    /// Repeats what does a part of its work each time.
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
