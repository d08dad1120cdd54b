import Postgres
import Synchronization

/// The end of the log, as far as one process wrote it alone: what the process knew of the log before that stretch, and what it added, is all
/// there is to know, as long as the log ends where the stretch does.
///
/// Whoever shares one among all its appends need not have them look up again what they are told.
public final class OwnStretch: Sendable {
    private let stretch = Mutex(Stretch())

    private struct Stretch {
        var from = Int64.max
        var through: Head?
        /// Where the log ended when it was last appended to.
        var end: Int64 = 0
        var logsBefore = 0
    }

    /// Nothing was appended yet.
    public init() {}

    /// Whether nobody else appended anything to a log that ends at `head` behind any of `positions`.
    func covers(from positions: ClosedRange<Int64>, to head: Head) -> Bool {
        // Else that log was emptied, and is another one.
        guard positions.upperBound <= head.position else { return false }
        return positions.lowerBound == head.position || stretch.withLock { $0.from <= positions.lowerBound && $0.through == head }
    }

    /// How often the log was found to end before where it had ended: it was emptied, as that of a sandbox is, and what was known is of no log now.
    public var logsBefore: Int { stretch.withLock { $0.logsBefore } }

    /// Whether there is one that may be going on.
    public var isOpen: Bool { stretch.withLock { $0.through != nil } }

    /// Where the log ends if nobody else has appended since, for one who looked at it up to some positions, or not at all.
    func end(since positions: ClosedRange<Int64>?) -> Head? {
        guard let through = stretch.withLock({ $0.through }), positions.map({ covers(from: $0, to: through) }) ?? true else { return nil }
        return through
    }

    /// Nobody knows whether what was noted is there.
    public func end() { stretch.withLock { $0.through = nil } }

    /// Notes an append that was committed where the log was taken to end; not if another of the process came behind it meanwhile.
    func noteCommitted(from before: Head, through after: Head) {
        stretch.withLock { stretch in
            guard stretch.through == before else { return }
            stretch.through = after
            stretch.end = after.position
        }
    }

    /// Notes an append that is about to be committed, while nobody else can append. The hash tells it from another that may come in its place.
    func note(from before: Head, through after: Head) {
        stretch.withLock { stretch in
            if before.position < stretch.end { stretch.logsBefore += 1 }
            if stretch.through != before { stretch.from = before.position }
            stretch.through = after
            stretch.end = after.position
        }
    }
}

/// The turn of one transaction to append: until it ends, nobody else does.
public struct Turn: Sendable {
    /// Where the log ends.
    let head: Head
    /// The log's clock when the turn came.
    public let clock: LogClock

    /// Reads `position, hash, recorded_at` and the columns of the clock, and leaves what may follow them.
    init(_ row: borrowing Row) throws {
        head = try Head(row)
        clock = try LogClock(row, lastRecordedAt: head.recordedAt, from: 3)
    }
}

/// What whoever makes proposals has looked up for them.
public struct LookedUp: Sendable {
    /// The log up to here was looked at, for some up to one and for some up to the other: every contract was at the version expected of it, but for
    /// what this process appended since, and of the keys none was known. Nothing was looked up: `nil`.
    public var positions: ClosedRange<Int64>?
    /// What the process has appended.
    public var own: OwnStretch
    /// The turn that was taken to look it up, in the transaction that is to append.
    public var turn: Turn?

    /// What was looked up at positions.
    public init(at positions: ClosedRange<Int64>?, own: OwnStretch, turn: Turn? = nil) {
        self.positions = positions
        self.own = own
        self.turn = turn
    }
}
