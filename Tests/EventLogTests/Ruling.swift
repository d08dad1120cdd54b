import FoundationEssentials

@testable import EventLog

/// Says what becomes of the proposals of one append, in order, for tests that decide on nothing but versions and keys.
enum Ruling {
    case accepted
    case conflict(actualVersion: Int)
    /// It was accepted before, with this answer.
    case replayed(Receipt)
    /// It is the same as the one at this place of the append, which was accepted.
    case repeats(Int)
    case mismatched
    /// What the key was bound to was destroyed.
    case forgotten

    /// - Parameters:
    ///   - versions: of the contracts concerned.
    ///   - answers: what is kept under those of the keys concerned that are known.
    static func on(_ proposals: [Proposal], versions: [UUID: Int], answers: [String: KeptAnswer]) -> [Ruling] {
        var rulings: [Ruling] = []
        var versions = versions
        var ended: Set<UUID> = []
        // Of one append, the first of a key counts, even if it is not accepted.
        var firsts: [String: Int] = [:]
        for (place, proposal) in proposals.enumerated() {
            let key = proposal.idempotency
            let version = versions[proposal.contract, default: 0]
            let answer = key.flatMap { answers[$0.key] }
            let first = key.map { firsts[$0.key] ?? place } ?? place
            if let key { firsts[key.key] = first }
            if answer == nil, first == place, proposal.expectedVersion == version, !ended.contains(proposal.contract) {
                versions[proposal.contract] = proposal.version
                rulings.append(.accepted)
                continue
            }
            ended.insert(proposal.contract)
            if let answer {
                let isSame = answer.fingerprint == key?.fingerprint && answer.receipt.contract == proposal.contract
                rulings.append(isSame ? .replayed(answer.receipt) : answer.isForgotten ? .forgotten : .mismatched)
            } else if first != place, case .accepted = rulings[first] {
                let isSame = proposals[first].idempotency == key && proposals[first].contract == proposal.contract
                rulings.append(isSame ? .repeats(first) : .mismatched)
            } else {
                rulings.append(.conflict(actualVersion: version))
            }
        }
        return rulings
    }
}
