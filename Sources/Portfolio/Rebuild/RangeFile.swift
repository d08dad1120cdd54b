import FoundationEssentials
import Glibc
import Synchronization

/// The rows of the log by ranges of contracts, in a file that has no name and is gone with the process.
///
/// In the log they lie in the order of time: reading them contract by contract means going back and forth through all of it, which costs more
/// than all else once it is larger than the server's memory. They are read from end to end instead, once, and laid out here.
final class RangeFile: Sendable {
    private let folder: String
    private let descriptor: Int32
    /// The first contracts of all ranges but the first.
    private let bounds: [UInt128]
    private let contents: Mutex<Contents>

    private struct Contents {
        /// The pieces of the file that belong to each range.
        var pieces: [[Piece]]
        var end = 0
    }

    private struct Piece {
        let offset: Int
        let count: Int
    }

    /// Why there is no such file.
    struct Trouble: Error, CustomStringConvertible {
        let folder: String
        let number: Int32

        var description: String {
            "the log cannot be laid out by contracts in \(folder) (TMPDIR names another folder): \(String(cString: strerror(number)))"
        }
    }

    /// An empty file, in `TMPDIR` or else where large temporary files belong. It takes about two hundred bytes an event.
    init(ranges: [HistoryReader.Range]) throws {
        folder = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
        var name = Array("\(folder)/maintien.XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        if descriptor < 0 { throw Trouble(folder: folder, number: errno) }
        unlink(name)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        bounds = ranges.compactMap { range in range.from.map { UUIDText($0).bits } }
        contents = Mutex(Contents(pieces: Array(repeating: [], count: ranges.count)))
    }

    deinit { close(descriptor) }

    /// The place of the range that a contract is in.
    func place(of contract: UInt128) -> Int {
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] <= contract { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Adds rows to a range.
    func append(_ rows: [UInt8], to place: Int) throws {
        let offset = contents.withLock { contents in
            defer { contents.end += rows.count }
            contents.pieces[place].append(Piece(offset: contents.end, count: rows.count))
            return contents.end
        }
        try rows.withUnsafeBytes { bytes in
            try inSteps(bytes.count) { done in
                pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            }
        }
    }

    /// All rows of a range, in the order in which they were added.
    func rows(at place: Int) throws -> [UInt8] {
        let pieces = contents.withLock { $0.pieces[place] }
        let count = pieces.reduce(0) { $0 + $1.count }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            for piece in pieces {
                let start = buffer.baseAddress.map { $0 + initialized }
                try inSteps(piece.count) { done in
                    pread(descriptor, start.map { $0 + done }, piece.count - done, off_t(piece.offset + done))
                }
                initialized += piece.count
            }
        }
    }

    /// Repeats what does a part of its work each time.
    private func inSteps(_ count: Int, _ step: (_ done: Int) -> Int) throws {
        var done = 0
        while done < count {
            let more = step(done)
            if more > 0 {
                done += more
            } else if more == 0 || errno != EINTR {
                throw Trouble(folder: folder, number: more == 0 ? EIO : errno)
            }
        }
    }
}

extension RangeFile {
    /// Gathers rows, so that they go to the file in large pieces. Each worker has one of its own.
    struct Sorter {
        private let file: RangeFile
        private var gathered: [[UInt8]]
        private static let most = 1 << 14

        init(into file: RangeFile) {
            self.file = file
            gathered = Array(repeating: [], count: file.bounds.count + 1)
        }

        /// Adds a row of the log as a binary COPY gives it.
        mutating func add(_ row: UnsafeRawBufferPointer) throws {
            guard let row = StoredRow.bytes(of: row), var stored = StoredRow(row) else { return }
            let place = file.place(of: stored.uuid())
            withUnsafeBytes(of: UInt32(row.count)) { gathered[place].append(contentsOf: $0) }
            gathered[place].append(contentsOf: row)
            if gathered[place].count >= Sorter.most { try write(place) }
        }

        /// Writes what is left.
        mutating func finish() throws {
            for place in gathered.indices where !gathered[place].isEmpty { try write(place) }
        }

        private mutating func write(_ place: Int) throws {
            try file.append(gathered[place], to: place)
            gathered[place].removeAll(keepingCapacity: true)
        }
    }

    /// Hands over the rows of a range, contract by contract and by version.
    func forEachRow(at place: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try rows(at: place).withUnsafeBytes { bytes in
            var found: [(contract: UInt128, version: Int32, row: Range<Int>)] = []
            var start = 0
            while start < bytes.count {
                let end = start + 4 + Int(bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
                let row = (start + 4)..<end
                if var stored = StoredRow(UnsafeRawBufferPointer(rebasing: bytes[row])) {
                    found.append((stored.uuid(), stored.int32(), row))
                }
                start = end
            }
            found.sort { ($0.contract, $0.version) < ($1.contract, $1.version) }
            for one in found { try body(UnsafeRawBufferPointer(rebasing: bytes[one.row])) }
        }
    }
}
