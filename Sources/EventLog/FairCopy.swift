import FoundationEssentials
import Postgres

/// What becomes of a draft behind an end of the log.
struct FairCopy {
    /// Where the log ends with it.
    private(set) var head: Head
    /// When all of it is recorded.
    private let instant: Int64
    /// Rows of `Draft.eventColumns`, but for those handed over.
    private(set) var events = BinaryRows()
    /// Rows of `EventLog.keyColumns`.
    private(set) var keys = BinaryRows()

    private let draft: Draft
    private var hash = EventHash()
    /// The same rows, if they are inserted.
    private var inserted = InsertedRows()

    init(of draft: Draft, behind head: Head, now: Int64) {
        (self.draft, self.head) = (draft, head)
        instant = max(head.recordedAt ?? now, now)
        keys.reserve(draft.keys.bytes.count + draft.claims.count * 24)
    }

    /// Adds a proposal: numbers and chains its events.
    mutating func add(_ place: Int) -> Receipt {
        let claim = draft.claims[place]
        for event in claim.events {
            let (start, end) = (draft.eventEnds[event], draft.eventEnds[event + 1])
            let position = head.position + 1
            head = Head(
                position: position, hash: hash.of(draft.told[start.told..<end.told], at: position, instant, after: head.hash),
                recordedAt: instant)
            if !draft.isCopied {
                inserted.add(draft.few[place], event - claim.events.lowerBound, at: head)
                continue
            }
            events.add(draft.events, start.row..<end.row)
            events.field(position)
            events.field(PostgresTimestamp(microsecondsSince1970: instant))
            events.field(head.hash)
        }
        if !draft.isCopied {
            inserted.addKey(of: draft.few[place], at: head.position)
        } else if !claim.keyRow.isEmpty {
            keys.add(draft.keys, claim.keyRow)
            keys.field(head.position)
            keys.field(PostgresTimestamp(microsecondsSince1970: instant))
        }
        return Receipt(
            contract: claim.contract, versions: claim.events.isEmpty ? nil : (claim.expectedVersion + 1)...claim.version,
            version: claim.version, position: head.position, recordedAt: instant)
    }

    /// What is to be run for the rows that are inserted.
    ///
    /// - Parameter ifHeadIsMoved: whether they are inserted only if the transaction has moved the head.
    func statements(ifHeadIsMoved: Bool) -> [Statement<Int>] { inserted.statements(at: instant, ifHeadIsMoved: ifHeadIsMoved) }

    /// Hands the rows of events over, and begins anew.
    mutating func handEvents(to body: ([UInt8]) throws -> Void) throws {
        try body(events.bytes)
        events.removeAll()
    }
}
