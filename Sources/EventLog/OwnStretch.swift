import Synchronization

/// The end of the log, as far as one process wrote it alone: what the process knew of the log before that stretch, and what it added, is all
/// there is to know, as long as the log ends where the stretch does.
///
/// Whoever shares one among all its appends need not have them look up again what they are told.
public final class OwnStretch: Sendable {
    private let stretch = Mutex((from: Int64.max, through: Head?.none))

    /// Nothing was appended yet.
    public init() {}

    /// Whether nobody else appended anything behind `position` to a log that ends at `head`.
    func covers(from position: Int64, to head: Head) -> Bool {
        position == head.position || stretch.withLock { $0.from <= position && $0.through == head }
    }

    /// Nobody knows whether what was noted is there.
    func end() { stretch.withLock { $0.through = nil } }

    /// Notes an append that is about to be committed, while nobody else can append. The hash tells it from another that may come in its place.
    func note(from before: Head, through after: Head) {
        stretch.withLock { stretch in
            if stretch.through != before { stretch.from = before.position }
            stretch.through = after
        }
    }
}

/// What whoever makes proposals has looked up for them.
public struct LookedUp: Sendable {
    /// The log up to here was looked at: every contract was at the version expected of it, but for what this process appended since, and of
    /// the keys none was known.
    public var position: Int64
    /// What the process has appended.
    public var own: OwnStretch

    /// What was looked up at a position.
    public init(at position: Int64, own: OwnStretch) {
        self.position = position
        self.own = own
    }
}
