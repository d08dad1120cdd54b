import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON

extension Submission {
    /// The idempotency key, which belongs to the caller. A proposal's key belongs to nobody, so that no caller can have used it.
    func key(_ people: People) -> IdempotencyKey? {
        idempotencyKey.flatMap { key in
            let fingerprint = fingerprint(people)
            return proposedBy == nil
                ? IdempotencyKey(key, of: caller, fingerprint: fingerprint) : IdempotencyKey(key, fingerprint: fingerprint)
        }
    }

    /// The fingerprint of contract, command and body, to which a key is bound.
    func fingerprint(_ people: People) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes += contract.description.utf8
        bytes += " ".utf8
        bytes += command.rawValue.utf8
        bytes += " ".utf8
        return people.fingerprint(of: body.bytes(after: bytes, sortedKeys: true))
    }
}

/// The desk's decision about a ticket.
enum Judgement {
    /// The facts to append.
    case proposal(Proposal, [Fact])
    /// A refusal.
    case refused(ServiceError)
}
