/// The parameters of a statement, in binary form, in one array.
struct ParameterBuffer: Sendable {
    private var bytes: [UInt8] = []
    private(set) var types: [UInt32] = []
    /// The range of each value in `bytes`; nil for NULL.
    private var ranges: [Range<Int>?] = []

    var count: Int { types.count }

    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        types.append(Value.postgresType.rawValue)
        guard !value.isPostgresNull else { return ranges.append(nil) }
        let start = bytes.count
        value.encode(into: &bytes)
        ranges.append(start..<bytes.count)
    }

    mutating func append(_ other: ParameterBuffer) {
        let shift = bytes.count
        bytes += other.bytes
        types += other.types
        ranges += other.ranges.map { range in range.map { $0.lowerBound + shift..<$0.upperBound + shift } }
    }

    /// Passes the parameters in libpq's form. The pointers are valid only inside `body`.
    func withPointers<Result>(
        _ body: (_ types: [UInt32], _ values: [UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            // Nil means NULL. So an empty value needs a pointer, which is never read.
            let base = buffer.assumingMemoryBound(to: CChar.self).baseAddress ?? UnsafePointer(bitPattern: 1)
            let values = ranges.map { range in range.flatMap { base?.advanced(by: $0.lowerBound) } }
            return body(types, values, ranges.map { Int32($0?.count ?? 0) }, [Int32](repeating: 1, count: types.count))
        }
    }
}
