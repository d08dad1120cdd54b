import ContractService
import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// The lines of a file or of standard input, in chunks that are decided together: to its end, or until it is given up.
///
/// They can be looked through before. So what comes through a pipe is first copied to a file without a name.
final class LineSource: Sendable, AsyncSequence {
    let descriptor: Int32
    let copy: Mutex<ScratchFile?>
    let isRegularFile: Bool
    /// In bytes.
    let size: Atomic<Int>
    private let bytesRead = Atomic(0)
    private let hasEnded = Atomic(false)
    let isGivenUp = Atomic(false)
    private let queue = DispatchQueue(label: "import.reading")

    /// Opens a file; `-` is standard input.
    init(_ path: String) throws {
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, let status = try? Stat(FileDescriptor(rawValue: descriptor)), status.type != .directory else {
            throw VerbTrouble("The file \(path) cannot be read.")
        }
        isRegularFile = status.type == .regular
        size = Atomic(Int(status.size))
        copy = Mutex(nil)
    }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// Whether there was more to read.
    var isInterrupted: Bool { !hasEnded.load(ordering: .acquiring) }

    /// About how many lines there are, when so many have come; `nil` when nobody can tell.
    func expectedLines(after lines: Int) -> Int? {
        let (read, size) = (bytesRead.load(ordering: .relaxed), size.load(ordering: .relaxed))
        guard read > 0 else { return nil }
        return read >= size ? lines : Int(Double(lines) * Double(size) / Double(read))
    }

    func makeAsyncIterator() -> Iterator { Iterator(source: self) }

    /// Reads no more.
    func giveUp() { isGivenUp.store(true, ordering: .relaxed) }

    struct Iterator: AsyncIteratorProtocol {
        let source: LineSource
        private var cutter = LineCutter()
        private var isRead = false

        /// A chunk ends with the bytes that bring it to this many lines, or to this many bytes.
        private static let (linesOfChunk, bytesOfChunk) = (16_000, 8 << 20)

        init(source: LineSource) { self.source = source }

        mutating func next() async throws -> [BulkLine]? {
            var (chunk, size): ([BulkLine], Int) = ([], 0)
            while !isRead, chunk.count < Self.linesOfChunk, size < Self.bytesOfChunk {
                guard let bytes = try await source.read() else { return nil }
                isRead = bytes.isEmpty
                chunk += isRead ? [cutter.finish()].compactMap(\.self) : bytes.withUnsafeBytes { cutter.add($0) }
                size += bytes.count
            }
            // All was given when the last chunk was: to be given up changes nothing any more.
            if chunk.isEmpty { source.hasEnded.store(true, ordering: .releasing) }
            return chunk.isEmpty || source.isGivenUp.load(ordering: .acquiring) ? nil : chunk
        }
    }

    /// The next bytes, none at the end; `nil` when it was given up. Waits on a thread of its own.
    private func read() async throws -> [UInt8]? {
        try await onThread { source in
            let bytes = try source.readNow(from: source.copy.withLock { $0?.descriptor } ?? source.descriptor)
            source.bytesRead.add(bytes?.count ?? 0, ordering: .relaxed)
            return bytes
        }
    }

    func onThread<Value: Sendable>(_ body: @escaping @Sendable (LineSource) throws -> Value) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async { continuation.resume(with: Result { try body(self) }) }
            }
        } onCancel: {
            giveUp()
        }
    }

    /// - Returns: nil when it was given up.
    func readNow(from descriptor: Int32) throws -> [UInt8]? {
        while !isGivenUp.load(ordering: .relaxed) {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // What comes from a pipe may be long in coming; to be given up must not wait for it.
            guard poll(&ready, 1, 100) != 0 else { continue }
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
                let length = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                failure = length < 0 ? errno : 0
                count = Swift.max(length, 0)
            }
            if failure == EINTR { continue }
            guard failure == 0 else { throw VerbTrouble("The commands cannot be read: \(String(cString: strerror(failure))).") }
            return bytes
        }
        return nil
    }
}
