import CivilTime
import ContractService
import Contracts
import Crypto

/// A paper of a contract as known, with the reference that it carries.
struct StampedPaper: Sendable {
    let content: PaperContent
    let reference: PaperReference
    /// The hash of the last fact known, in hexadecimal.
    let hash: String
    /// The instant as known at which the paper is drawn.
    let knownAt: Instant

    /// The paper that a record makes, as known.
    init(_ kind: PaperKind, of record: ContractRecord, on day: Day) throws(PaperRefusal) {
        guard let last = record.entry(record.known.version) else { throw .unknown }
        try self.init(kind, of: record.id, record.known, through: last, knownAt: record.known.knownAt, on: day)
    }

    /// The paper that a reference names, made again from what was known then; nil when the event that it names is none of the contract's.
    init?(_ reference: PaperReference, in record: ContractRecord) throws(PaperRefusal) {
        guard let last = record.entries.first(where: { $0.position == reference.position }),
            let known = try? record.history.contract(atVersion: last.version)
        else { return nil }
        try self.init(reference.kind, of: record.id, known, through: last, knownAt: reference.knownAt, on: reference.on)
    }

    private init(
        _ kind: PaperKind, of id: ContractID, _ contract: Contract, through last: ContractRecord.Entry, knownAt: Instant, on day: Day
    ) throws(PaperRefusal) {
        // A reference holds whole seconds: the paper is drawn as known at what it says. All that was known then stands in the facts through the last one.
        let stamp = PaperReference(kind: kind, on: day, knownAt: knownAt, position: last.position, digest: [])
        self.knownAt = max(stamp.knownAt, last.recorded.recordedAt)
        content = try PaperContent(kind, of: id, contract.known(at: self.knownAt), on: day)
        hash = last.hash
        reference = PaperReference(
            kind: kind, on: content.on, knownAt: stamp.knownAt, position: last.position,
            digest: Array(SHA256.hash(data: Array("\(last.position) \(last.hash)\n".utf8) + content.digest)))
    }
}
