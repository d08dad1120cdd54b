import JSON

/// A line of a bulk: `{"key"?, "contract", "command", …}` and the fields of the command's body.
public struct BulkLine: Sendable {
    /// The line number in the input, from 1; empty lines count.
    public let number: Int
    /// The bytes without the line end. A line longer than `maximum` is cut one byte after it.
    public let bytes: [UInt8]

    /// The maximum length of a line: 1 MiB.
    public static let maximum = 1 << 20

    /// A line.
    public init(number: Int, bytes: [UInt8]) {
        self.number = number
        self.bytes = bytes
    }
}
