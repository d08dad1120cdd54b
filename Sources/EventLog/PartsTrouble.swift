/// The events are stored in parts already.
public struct PartsTrouble: Error, Hashable, CustomStringConvertible {
    /// How many.
    public let parts: Int

    /// For the operator.
    public var description: String { "the log is stored in \(parts) parts already, and their number cannot be changed" }
}
