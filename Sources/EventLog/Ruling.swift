import FoundationEssentials
import Postgres

/// Judges the proposals of one append, in order; numbers and chains the events of the accepted. `AppendStatement.record` does the same in SQL.
struct Ruling {
    /// Where the log ends with what was accepted so far.
    private(set) var head: Head
    /// When all of it is recorded.
    let instant: Int64
    /// The rows of the events of the accepted, but for those taken.
    private(set) var events = BinaryRows()
    /// Whether there are events of accepted proposals.
    private(set) var hasEvents = false
    /// The rows of the keys of the accepted, with what is to be kept under them.
    private(set) var keys = BinaryRows()

    /// Of the contracts that were looked up, or met. Of any other, what the first proposal about it expects is so.
    private var versions: [UUID: Int]
    /// By key: what is kept under those that are known; nothing, of one that came and was not accepted.
    private var answers: [String: KeptAnswer?]
    private var hash = EventHash()
    private var ended: Set<UUID> = []

    /// - Parameters:
    ///   - versions: of the contracts concerned. Of one that is left out, what is expected of it first is known to be so.
    ///   - answers: what is kept under those of the keys concerned that are known.
    init(on head: Head, now: Int64, versions: [UUID: Int] = [:], answers: [String: KeptAnswer] = [:]) {
        self.head = head
        instant = max(head.recordedAt ?? now, now)
        self.versions = versions
        self.answers = answers.mapValues { $0 }
    }

    mutating func judge(_ proposal: Proposal) -> Verdict {
        let version = versions[proposal.contract] ?? proposal.expectedVersion
        let key = proposal.idempotency
        // Of one append, the first of a key counts, even if it is not accepted.
        let earlier = key.flatMap { answers[$0.key] }
        guard earlier == nil, proposal.expectedVersion == version, ended.isEmpty || !ended.contains(proposal.contract) else {
            ended.insert(proposal.contract)
            if let key, earlier == nil { answers[key.key] = .some(nil) }
            guard let key, let earlier, let earlier else { return .conflict(actualVersion: version) }
            let isSame = earlier.fingerprint == key.fingerprint && earlier.receipt.contract == proposal.contract
            return isSame ? .replayed(earlier.receipt) : .mismatched
        }
        return .appended(accept(proposal, at: version))
    }

    /// Hands the rows of events over.
    mutating func takeEvents() -> [UInt8] {
        defer { events = BinaryRows() }
        return events.bytes
    }

    private mutating func accept(_ proposal: Proposal, at version: Int) -> Receipt {
        for (number, event) in zip((version + 1)..., proposal.events) {
            var recorded = RecordedEvent(
                position: head.position + 1, contract: proposal.contract, version: number, type: event.type, schema: event.schema,
                recordedAt: instant, recordedBy: proposal.recordedBy, payload: event.payload, hash: [])
            recorded.hash = hash.of(recorded, after: head.hash)
            head = Head(position: recorded.position, hash: recorded.hash, recordedAt: instant)
            events.add(recorded)
            hasEvents = true
        }
        let last = version + proposal.events.count
        let receipt = Receipt(
            contract: proposal.contract, versions: last > version ? (version + 1)...last : nil, version: last, position: head.position,
            recordedAt: instant)
        versions[proposal.contract] = last
        if let key = proposal.idempotency {
            keys.add(key, receipt)
            answers[key.key] = KeptAnswer(receipt: receipt, fingerprint: key.fingerprint)
        }
        return receipt
    }
}
