/// A line of a bank's file of which nothing was recorded: the position of the event that keeps it, and its place there, as `4711-1`.
public struct BankLineID: Hashable, Sendable, LosslessStringConvertible {
    let position: Int64
    /// From 1.
    let place: Int32

    init(position: Int64, place: Int32) {
        self.position = position
        self.place = place
    }

    /// Reads `4711-1`; `nil` for another text.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let position = Int64(parts[0]), let place = Int32(parts[1]), position > 0, place > 0 else { return nil }
        self.init(position: position, place: place)
        if description != text { return nil }
    }

    /// `4711-1`.
    public var description: String { "\(position)-\(place)" }
}
