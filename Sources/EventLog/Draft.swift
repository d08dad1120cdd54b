import FoundationEssentials
import Postgres

/// Proposals to append together, encoded as they arrive. Encoding before the append shortens the time that other appends wait.
public struct Draft: Sendable {
    /// The proposals.
    private(set) var claims: [Claim] = []

    /// Rows of `eventColumns`, without the last columns, which depend on the end of the log.
    var events = BinaryRows()
    /// The hashed bytes of the events, without the same columns.
    var told: [UInt8] = []
    var eventEnds = [(row: 0, told: 0)]
    /// Rows of `keyColumns`, without the last columns, which depend on the end of the log.
    var keys = BinaryRows()
    /// Nil until a key needs one.
    private var salts: Salts?

    /// What a proposal records, and its rows.
    struct Claim: Sendable {
        let contract: UUID
        let expectedVersion: Int
        /// The version of the contract after the proposal.
        let version: Int
        let events: Range<Int>
        let keyRow: Range<Int>
        /// What binds the proposal's key to its last event; nil without a key or events.
        let keyDigest: KeyDigest?
    }

    /// From this number of rows on, COPY is faster than INSERT despite two more round trips.
    private let copyingFrom: Int
    private var rows = 0
    /// The proposals, kept only while the rows are few enough for INSERT.
    private(set) var few: [Proposal] = []

    /// Whether the rows are written with COPY; otherwise with INSERT.
    var isCopied: Bool { rows >= copyingFrom }

    /// Nothing to append.
    public init() { self.init([]) }

    init(_ proposals: [Proposal] = [], copyingFrom: Int = 96) {
        self.copyingFrom = copyingFrom
        for proposal in proposals { add(proposal) }
    }

    /// Whether the draft writes no row.
    public var isEmpty: Bool { eventEnds.count == 1 && keys.bytes.isEmpty }

    /// Adds a proposal at the end.
    public mutating func add(_ proposal: Proposal) {
        rows += max(proposal.events.count, 1)
        if isCopied { few = [] } else { few.append(proposal) }
        let (firstEvent, keyStart) = (eventEnds.count - 1, keys.bytes.count)
        let keyDigest = digest(of: proposal)
        for (version, event) in zip((proposal.expectedVersion + 1)..., proposal.events) {
            let covered = version == proposal.version ? keyDigest?.bytes ?? [] : []
            events.begin(event, version: version, of: proposal, keyDigest: covered)
            EventHash.tell(proposal.contract, version, event, by: proposal.recordedBy, keyDigest: covered, in: &told)
            eventEnds.append((events.bytes.count, told.count))
        }
        if let key = proposal.idempotency { keys.begin(key, of: proposal, salt: keyDigest?.salt) }
        claims.append(
            Claim(
                contract: proposal.contract, expectedVersion: proposal.expectedVersion, version: proposal.version,
                events: firstEvent..<(eventEnds.count - 1), keyRow: keyStart..<keys.bytes.count, keyDigest: keyDigest))
    }

    private mutating func digest(of proposal: Proposal) -> KeyDigest? {
        guard let key = proposal.idempotency, !proposal.events.isEmpty else { return nil }
        var salts = salts ?? Salts()
        defer { self.salts = salts }
        return KeyDigest(key, firstVersion: proposal.expectedVersion + 1, salt: salts.next())
    }

    static let eventColumns: SQL = "contract_id, version, type, schema, recorded_by, payload, key_digest, position, recorded_at, hash"
    static let keyColumns: SQL = "key, fingerprint, contract_id, first_version, last_version, version, salt, position, recorded_at"
}

extension BinaryRows {
    fileprivate mutating func begin(_ event: NewEvent, version: Int, of proposal: Proposal, keyDigest: [UInt8]) {
        row(fields: 10)
        field(proposal.contract)
        field(Int32(version))
        field(event.type)
        field(Int16(event.schema))
        field(proposal.recordedBy)
        field(event.payload)
        field(keyDigest)
    }

    fileprivate mutating func begin(_ key: IdempotencyKey, of proposal: Proposal, salt: UUID?) {
        row(fields: 9)
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
        if let salt { field(salt) } else { null() }
    }
}
