/// The append-only log. See the page of this module for what it promises.
///
/// Everything here works on a session it is given: outside a transaction, each call is one of its own.
public enum EventLog {
    /// The channel on which an append is announced when it is committed, at most once and without a payload. A hint: it can be lost.
    public static let channel = "maintien_log"
}
