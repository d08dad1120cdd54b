import ContractService
import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// The rows of the log, grouped by ranges of contracts, in a scratch file. It takes about 200 bytes an event.
///
/// The log is stored in order of time. Reading it by contract means random reads, the largest cost once it outgrows the server's memory. So
/// the log is read once from end to end, and grouped here.
final class RangeFile: Sendable {
    private let file: ScratchFile
    /// The first contract of each range but the first.
    private let bounds: [UInt128]
    /// The pieces of the file that hold each range.
    private let pieces: Mutex<[[Range<Int>]]>

    /// - Throws: `ScratchFile.Failure`.
    init(ranges: [ContractRange]) throws {
        file = try ScratchFile()
        bounds = ranges.compactMap { range in range.from?.bits }
        pieces = Mutex(Array(repeating: [], count: ranges.count))
    }

    /// The index of the range that holds a contract.
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
        let start = try file.append(rows)
        pieces.withLock { $0[place].append(start..<start + rows.count) }
    }
}

extension RangeFile {
    /// Buffers rows, so that they reach the file in large pieces. Each worker has its own.
    struct Sorter {
        private let file: RangeFile
        private var gathered: [[UInt8]]
        private static let most = 1 << 14

        init(into file: RangeFile) {
            self.file = file
            gathered = Array(repeating: [], count: file.bounds.count + 1)
        }

        /// Adds a row of the log, in the format of a binary COPY.
        mutating func add(_ row: UnsafeRawBufferPointer) throws {
            guard let row = BinaryRow.bytes(of: row), var stored = BinaryRow(row) else { return }
            let place = file.place(of: try stored.uuid())
            withUnsafeBytes(of: UInt32(row.count)) { gathered[place].append(contentsOf: $0) }
            gathered[place].append(contentsOf: row)
            if gathered[place].count >= Sorter.most { try write(place) }
        }

        /// Writes the rest of the buffer.
        mutating func finish() throws {
            for place in gathered.indices where !gathered[place].isEmpty { try write(place) }
        }

        private mutating func write(_ place: Int) throws {
            try file.append(gathered[place], to: place)
            gathered[place].removeAll(keepingCapacity: true)
        }
    }

    /// Passes the rows of a range to `body`, by contract and version.
    func forEachRow(at place: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try file.read(pieces.withLock { $0[place] }).withUnsafeBytes { bytes in
            var found: [(contract: UInt128, version: Int32, row: Range<Int>)] = []
            var start = 0
            while start < bytes.count {
                let end = start + 4 + Int(bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
                let row = (start + 4)..<end
                if var stored = BinaryRow(UnsafeRawBufferPointer(rebasing: bytes[row])) {
                    found.append((try stored.uuid(), try stored.int32(), row))
                }
                start = end
            }
            found.sort { ($0.contract, $0.version) < ($1.contract, $1.version) }
            for one in found { try body(UnsafeRawBufferPointer(rebasing: bytes[one.row])) }
        }
    }
}
