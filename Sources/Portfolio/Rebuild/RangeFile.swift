import ContractService
import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// The rows of the log by ranges of contracts, in a scratch file. It takes about two hundred bytes an event.
///
/// In the log they lie in the order of time: reading them contract by contract means going back and forth through all of it, which costs more
/// than all else once it is larger than the server's memory. They are read from end to end instead, once, and laid out here.
final class RangeFile: Sendable {
    private let file: ScratchFile
    /// The first contracts of all ranges but the first.
    private let bounds: [UInt128]
    /// The pieces of the file that belong to each range.
    private let pieces: Mutex<[[Range<Int>]]>

    /// - Throws: `ScratchFile.Failure`.
    init(ranges: [ContractRange]) throws {
        file = try ScratchFile()
        bounds = ranges.compactMap { range in range.from?.bits }
        pieces = Mutex(Array(repeating: [], count: ranges.count))
    }

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
        let start = try file.append(rows)
        pieces.withLock { $0[place].append(start..<start + rows.count) }
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
            guard let row = BinaryRow.bytes(of: row), var stored = BinaryRow(row) else { return }
            let place = file.place(of: try stored.uuid())
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
