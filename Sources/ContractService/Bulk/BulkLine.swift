import JSON

/// A line of commands in bulk: `{"key"?, "contract", "command", …}` and the fields of the command's body.
public struct BulkLine: Sendable {
    /// Its place in what was sent, from 1; empty lines count.
    public let number: Int
    /// The line without its end. One that was longer than `maximum` is cut off just behind it.
    public let bytes: [UInt8]

    /// The most bytes that a line may have: 1 MiB.
    public static let maximum = 1 << 20

    /// A line.
    public init(number: Int, bytes: [UInt8]) {
        self.number = number
        self.bytes = bytes
    }
}
