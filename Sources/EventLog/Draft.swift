import FoundationEssentials
import Postgres

/// Proposals to be appended together, made ready as they come: most of the work is done before the append, for which others wait.
public struct Draft: Sendable {
    /// The proposals.
    private(set) var claims: [Claim] = []

    /// Rows of `eventColumns`, less the columns that the end of the log decides: the last ones.
    fileprivate var events = BinaryRows()
    /// What the hashes of the events cover, less the same.
    fileprivate var told: [UInt8] = []
    fileprivate var eventEnds = [(row: 0, told: 0)]
    /// Rows of `EventLog.keyColumns`, less the same.
    fileprivate var keys = BinaryRows()

    /// What a proposal records, and which rows are its own.
    struct Claim: Sendable {
        fileprivate let contract: UUID
        fileprivate let expectedVersion: Int
        /// That of the contract with the proposal.
        fileprivate let version: Int
        fileprivate let events: Range<Int>
        fileprivate let keyRow: Range<Int>
    }

    /// The number of rows from which on the two more round trips of copying cost less than they save.
    private let copyingFrom: Int
    private var rows = 0
    /// The proposals as they came, as long as their rows are few enough to be inserted.
    fileprivate private(set) var few: [Proposal] = []

    /// Whether the rows are copied in; else they are inserted.
    var isCopied: Bool { rows >= copyingFrom }

    /// Nothing to append.
    public init() { self.init([]) }

    init(_ proposals: [Proposal] = [], copyingFrom: Int = 96) {
        self.copyingFrom = copyingFrom
        for proposal in proposals { add(proposal) }
    }

    /// Whether no row is written.
    public var isEmpty: Bool { eventEnds.count == 1 && keys.bytes.isEmpty }

    /// Adds a proposal behind those that are there.
    public mutating func add(_ proposal: Proposal) {
        rows += max(proposal.events.count, 1)
        if isCopied { few = [] } else { few.append(proposal) }
        let (firstEvent, keyStart) = (eventEnds.count - 1, keys.bytes.count)
        for (version, event) in zip((proposal.expectedVersion + 1)..., proposal.events) {
            events.begin(event, version: version, of: proposal)
            EventHash.tell(proposal.contract, version, event, by: proposal.recordedBy, in: &told)
            eventEnds.append((events.bytes.count, told.count))
        }
        if let key = proposal.idempotency { keys.begin(key, of: proposal) }
        claims.append(
            Claim(
                contract: proposal.contract, expectedVersion: proposal.expectedVersion, version: proposal.version,
                events: firstEvent..<(eventEnds.count - 1), keyRow: keyStart..<keys.bytes.count))
    }

    static let eventColumns: SQL = "contract_id, version, type, schema, recorded_by, payload, position, recorded_at, hash"
}

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

extension BinaryRows {
    fileprivate mutating func begin(_ event: NewEvent, version: Int, of proposal: Proposal) {
        row(fields: 9)
        field(proposal.contract)
        field(Int32(version))
        field(event.type)
        field(Int16(event.schema))
        field(proposal.recordedBy)
        field(event.payload)
    }

    fileprivate mutating func begin(_ key: IdempotencyKey, of proposal: Proposal) {
        row(fields: 8)
        field(key.key)
        field(key.fingerprint)
        field(proposal.contract)
        if proposal.events.isEmpty {
            null()
            null()
        } else {
            field(Int32(proposal.expectedVersion + 1))
            field(Int32(proposal.version))
        }
        field(Int32(proposal.version))
    }
}
