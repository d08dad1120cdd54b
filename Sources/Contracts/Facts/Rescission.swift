/// An event was a mistake: it counts no more from when this is known.
public struct Rescission: Hashable, Sendable {
    /// The version of the event to annul.
    public var version: Int
    /// Why, in the clerk's words.
    public var reason: String

    /// A rescission as it was told.
    public init(version: Int, reason: String) {
        self.version = version
        self.reason = reason
    }
}
