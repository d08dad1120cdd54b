import CivilTime
import ContractService
import Contracts
import Crypto

/// A paper about a contract as known, with its reference.
struct StampedPaper: Sendable {
    let content: PaperContent
    let reference: PaperReference
    /// The hash of the last known fact, in hexadecimal.
    let hash: String
    /// The instant of the paper's knowledge.
    let knownAt: Instant

    /// The paper of a contract's record, as known.
    init(_ kind: PaperKind, of record: ContractRecord, on day: Day) throws(PaperRefusal) {
        guard let last = record.entry(record.known.version) else { throw .unknown }
        try self.init(kind, of: record.id, record.known, through: last, knownAt: record.known.knownAt, on: day)
    }

    /// Makes the paper of a reference again, from what was known then; nil when the contract has no such event.
    init?(_ reference: PaperReference, in record: ContractRecord) throws(PaperRefusal) {
        guard let last = record.entries.first(where: { $0.position == reference.position }),
            let known = try? record.history.contract(atVersion: last.version)
        else { return nil }
        try self.init(reference.kind, of: record.id, known, through: last, knownAt: reference.knownAt, on: reference.on)
    }

    private init(
        _ kind: PaperKind, of id: ContractID, _ contract: Contract, through last: ContractRecord.Entry, knownAt: Instant, on day: Day
    ) throws(PaperRefusal) {
        // A reference holds whole seconds, so the paper uses that second. The facts up to `last` include everything known then.
        let stamp = PaperReference(kind: kind, on: day, knownAt: knownAt, position: last.position, digest: [])
        self.knownAt = max(stamp.knownAt, last.recorded.recordedAt)
        content = try PaperContent(kind, of: id, contract.known(at: self.knownAt), on: day)
        hash = last.hash
        reference = PaperReference(
            kind: kind, on: content.on, knownAt: stamp.knownAt, position: last.position,
            digest: Array(SHA256.hash(data: Array("\(last.position) \(last.hash)\n".utf8) + content.digest)))
    }
}
