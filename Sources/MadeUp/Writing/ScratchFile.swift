import FoundationEssentials
import Glibc
import Synchronization

/// A file without a name: it is gone when it is closed, however the process ends.
final class ScratchFile: Sendable {
    private let descriptor: Int32
    private let end = Atomic<Int>(0)

    /// A file in `TMPDIR`, or else where large temporary files belong.
    init() throws(MadeUpPortfolio.Failure) {
        let directory = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
        var path = Array("\(directory)/maintien-demo-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw .scratch("\(directory): \(String(cString: strerror(errno)))") }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// Puts bytes at the end.
    ///
    /// - Returns: where they begin.
    func append(_ bytes: [UInt8]) throws(MadeUpPortfolio.Failure) -> Int {
        let start = end.add(bytes.count, ordering: .relaxed).oldValue
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress! + done, bytes.count - done, off_t(start + done)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .scratch(String(cString: strerror(errno))) }
            done += count
        }
        return start
    }

    /// The bytes at a place.
    func read(_ count: Int, at start: Int) throws(MadeUpPortfolio.Failure) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let read = pread(descriptor, buffer.baseAddress! + done, count - done, off_t(start + done))
                if read < 0, errno == EINTR { continue }
                guard read > 0 else {
                    failure = read < 0 ? errno : EIO
                    return
                }
                done += read
            }
        }
        guard failure == 0 else { throw .scratch(String(cString: strerror(failure))) }
        return bytes
    }
}
