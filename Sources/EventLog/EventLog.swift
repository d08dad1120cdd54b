/// The append-only log. The page of this module lists its promises.
///
/// Every function uses the given session. Outside a transaction, each call runs in a transaction of its own.
public enum EventLog {
    /// The channel of append announcements: at most one per commit, without a payload. Only a hint: an announcement can be lost.
    public static let channel = "maintien_log"
}
