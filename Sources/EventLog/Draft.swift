import FoundationEssentials
import Postgres

/// Proposals to be appended together, made ready as they come: most of the work is done before the append, for which others wait.
public struct Draft: Sendable {
    /// The proposals.
    private(set) var claims: [Claim] = []

    /// Rows of `eventColumns`, less the columns that the end of the log decides: the last ones.
    var events = BinaryRows()
    /// What the hashes of the events cover, less the same.
    var told: [UInt8] = []
    var eventEnds = [(row: 0, told: 0)]
    /// Rows of `EventLog.keyColumns`, less the same.
    var keys = BinaryRows()

    /// What a proposal records, and which rows are its own.
    struct Claim: Sendable {
        let contract: UUID
        let expectedVersion: Int
        /// That of the contract with the proposal.
        let version: Int
        let events: Range<Int>
        let keyRow: Range<Int>
    }

    /// The number of rows from which on the two more round trips of copying cost less than they save.
    private let copyingFrom: Int
    private var rows = 0
    /// The proposals as they came, as long as their rows are few enough to be inserted.
    private(set) var few: [Proposal] = []

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
