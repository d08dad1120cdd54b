/// Annuls an event that was a mistake: from this recording on it no longer counts.
public struct Rescission: Hashable, Sendable {
    /// The version of the event to annul.
    public var version: Int
    /// The reason, in the clerk's words.
    public var reason: String

    /// A rescission as the caller states it.
    public init(version: Int, reason: String) {
        self.version = version
        self.reason = reason
    }
}
