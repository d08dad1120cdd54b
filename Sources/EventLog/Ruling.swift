import FoundationEssentials

/// Says what becomes of the proposals of one append, in order.
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
    ///   - versions: of the contracts concerned. Of one that is left out, what is expected of it first is known to be so.
    ///   - answers: what is kept under those of the keys concerned that are known.
    static func on(_ claims: [Draft.Claim], versions: [UUID: Int] = [:], answers: [String: KeptAnswer] = [:]) -> [Ruling] {
        var rulings: [Ruling] = []
        rulings.reserveCapacity(claims.count)
        var versions = versions
        versions.reserveCapacity(claims.count)
        var ended: Set<UUID> = []
        // Of one append, the first of a key counts, even if it is not accepted.
        var firsts: [String: Int] = [:]
        firsts.reserveCapacity(claims.count)
        for (place, claim) in claims.enumerated() {
            let version = versions.value(claim.contract, orElse: claim.expectedVersion)
            let answer = answers.isEmpty ? nil : claim.key.flatMap { answers[$0.key] }
            let first = claim.key.map { firsts.value($0.key, orElse: place) } ?? place
            if answer == nil, first == place, claim.expectedVersion == version, ended.isEmpty || !ended.contains(claim.contract) {
                versions[claim.contract] = claim.version
                rulings.append(.accepted)
                continue
            }
            ended.insert(claim.contract)
            if let answer {
                let isSame = answer.fingerprint == claim.key?.fingerprint && answer.receipt.contract == claim.contract
                rulings.append(isSame ? .replayed(answer.receipt) : answer.isForgotten ? .forgotten : .mismatched)
            } else if first != place, case .accepted = rulings[first] {
                let isSame = claims[first].key == claim.key && claims[first].contract == claim.contract
                rulings.append(isSame ? .repeats(first) : .mismatched)
            } else {
                rulings.append(.conflict(actualVersion: version))
            }
        }
        return rulings
    }
}

extension Dictionary {
    /// What is kept under a key; if there is nothing, `value` is from now on.
    fileprivate mutating func value(_ key: Key, orElse value: Value) -> Value {
        func kept(_ value: inout Value) -> Value { value }
        return kept(&self[key, default: value])
    }
}
