import ContractService
import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// The lines of a file or of standard input, in batches that are decided together.
///
/// The lines can be searched before they are read. For this, a pipe's input is first copied to an unnamed file.
final class LineSource: Sendable, AsyncSequence {
    let descriptor: Int32
    let copy: Mutex<ScratchFile?>
    let isRegularFile: Bool
    /// The size in bytes.
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

    /// Whether reading stopped before the end.
    var isInterrupted: Bool { !hasEnded.load(ordering: .acquiring) }

    /// An estimate of the number of all lines, after `lines` lines; `nil` when unknown.
    func expectedLines(after lines: Int) -> Int? {
        let (read, size) = (bytesRead.load(ordering: .relaxed), size.load(ordering: .relaxed))
        guard read > 0 else { return nil }
        return read >= size ? lines : Int(Double(lines) * Double(size) / Double(read))
    }

    func makeAsyncIterator() -> Iterator { Iterator(source: self) }

    /// Stops reading.
    func giveUp() { isGivenUp.store(true, ordering: .relaxed) }

    struct Iterator: AsyncIteratorProtocol {
        let source: LineSource
        private var cutter = LineCutter()
        private var isRead = false

        /// A batch ends when it reaches this many lines or this many bytes.
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
            // An empty chunk is the end: all lines were delivered, so giving up changes nothing.
            if chunk.isEmpty { source.hasEnded.store(true, ordering: .releasing) }
            return chunk.isEmpty || source.isGivenUp.load(ordering: .acquiring) ? nil : chunk
        }
    }

    /// The next bytes, empty at the end; `nil` when given up. Waits on its own thread.
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

    /// - Returns: nil when reading was given up.
    func readNow(from descriptor: Int32) throws -> [UInt8]? {
        while !isGivenUp.load(ordering: .relaxed) {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // Input from a pipe may take long. Giving up must not wait for it.
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
