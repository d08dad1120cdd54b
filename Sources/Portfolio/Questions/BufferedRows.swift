import Postgres

/// The rows of a binary COPY, kept until they are read.
struct BufferedRows {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// How many rows there are.
    var count: Int { ends.count }

    /// Adds what a COPY sends for one row.
    mutating func append(_ sent: UnsafeRawBufferPointer) {
        guard let row = BinaryRow.bytes(of: sent) else { return }
        bytes.append(contentsOf: row)
        ends.append(bytes.count)
    }

    /// Reads the row at an index.
    func read<Value>(at index: Int, _ body: (inout BinaryRow) throws -> Value) throws -> Value {
        try bytes.withUnsafeBytes { all in
            let start = index == 0 ? 0 : ends[index - 1]
            guard var row = BinaryRow(UnsafeRawBufferPointer(rebasing: all[start..<ends[index]])) else {
                preconditionFailure("an empty row")
            }
            return try body(&row)
        }
    }

    /// The contract of a row whose first field is the contract.
    func contract(at index: Int) throws -> UInt128 { try read(at: index) { try $0.uuid() } }
}
