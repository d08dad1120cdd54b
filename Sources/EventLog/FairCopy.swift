import FoundationEssentials
import Postgres

/// A draft numbered and hashed behind an end of the log.
struct FairCopy {
    /// The end of the log after this draft.
    private(set) var head: Head
    /// The `recordedAt` of every event.
    private let instant: Int64
    /// Rows of `Draft.eventColumns` that have not been passed on yet.
    private(set) var events = BinaryRows()
    /// Rows of `Draft.keyColumns`.
    private(set) var keys = BinaryRows()

    private let draft: Draft
    private var hash = EventHash()
    /// The rows as parameters of INSERT, if the draft does not use COPY.
    private var inserted = InsertedRows()

    init(of draft: Draft, behind head: Head, now: Int64) {
        (self.draft, self.head) = (draft, head)
        instant = max(head.recordedAt ?? now, now)
        keys.reserve(draft.keys.bytes.count + draft.claims.count * 24)
    }

    /// Numbers and hashes the events of the proposal at `place`.
    mutating func add(_ place: Int) -> Receipt {
        let claim = draft.claims[place]
        for event in claim.events {
            let (start, end) = (draft.eventEnds[event], draft.eventEnds[event + 1])
            let position = head.position + 1
            head = Head(
                position: position, hash: hash.of(draft.told[start.told..<end.told], at: position, instant, after: head.hash),
                recordedAt: instant)
            if !draft.isCopied {
                inserted.add(
                    draft.few[place], event - claim.events.lowerBound, at: head,
                    keyDigest: event == claim.events.upperBound - 1 ? claim.keyDigest?.bytes ?? [] : [])
                continue
            }
            events.add(draft.events, start.row..<end.row)
            events.field(position)
            events.field(PostgresTimestamp(microsecondsSince1970: instant))
            events.field(head.hash)
        }
        if !draft.isCopied {
            inserted.addKey(of: draft.few[place], at: head.position, salt: claim.keyDigest?.salt)
        } else if !claim.keyRow.isEmpty {
            keys.add(draft.keys, claim.keyRow)
            keys.field(head.position)
            keys.field(PostgresTimestamp(microsecondsSince1970: instant))
        }
        return Receipt(
            contract: claim.contract, versions: claim.events.isEmpty ? nil : (claim.expectedVersion + 1)...claim.version,
            version: claim.version, position: head.position, recordedAt: instant)
    }

    /// The statements that insert the rows.
    ///
    /// - Parameter ifHeadIsMoved: whether they are inserted only if the transaction has moved the head.
    func statements(ifHeadIsMoved: Bool) -> [Statement<Int>] { inserted.statements(at: instant, ifHeadIsMoved: ifHeadIsMoved) }

    /// Passes the rows of events on, and empties the buffer.
    mutating func handEvents(to body: ([UInt8]) throws -> Void) throws {
        try body(events.bytes)
        events.removeAll()
    }
}
