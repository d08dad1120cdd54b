import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON

extension Submission {
    /// The key that came with it, which belongs to its caller; that of a proposal belongs to nobody, so that no caller can have used it.
    func key(_ people: People) -> IdempotencyKey? {
        idempotencyKey.flatMap { key in
            let fingerprint = fingerprint(people)
            return proposedBy == nil
                ? IdempotencyKey(key, of: caller, fingerprint: fingerprint) : IdempotencyKey(key, fingerprint: fingerprint)
        }
    }

    /// What an idempotency key is bound to: contract, command and body.
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

/// What the desk makes of a ticket on the history it was shown.
enum Judgement {
    /// To be appended: these facts.
    case proposal(Proposal, [Fact])
    /// Decided without the log.
    case refused(ServiceError)
}
