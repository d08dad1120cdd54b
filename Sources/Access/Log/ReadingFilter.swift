public import FoundationEssentials

/// A filter of readings: a reading matches when every condition given here holds.
public struct ReadingFilter: Sendable, Hashable {
    /// Of this contract.
    public var contract: UUID?
    /// By this caller.
    public var caller: String?
    /// At this instant or later, in microseconds since 1970.
    public var from: Int64?
    /// Before this instant, in microseconds since 1970.
    public var before: Int64?
    /// Recorded before the reading at this position.
    public var beforePosition: Int64?

    /// All readings.
    public init() {}
}
