import CivilTime
import Contracts
import Synchronization

/// A cached contract: its facts up to the cache's end. It is folded and drawn on demand.
///
/// A class: all callers share one fold and one drawing.
final class FoldedContract: Sendable {
    /// All facts by version, including annulled ones.
    let facts: [RecordedFact]
    private let drawn: Mutex<DrawnContract?>

    /// A contract to be folded on demand.
    init(_ facts: [RecordedFact]) {
        self.facts = facts
        drawn = Mutex(nil)
    }

    /// A contract that is already folded.
    convenience init(_ contract: Contract) { self.init(DrawnContract(contract)) }

    private init(_ drawn: DrawnContract) {
        facts = drawn.contract.events
        self.drawn = Mutex(drawn)
    }

    /// When the last fact was recorded; nil without facts.
    var lastRecordedAt: Instant? { facts.last?.recordedAt }

    /// The facts up to a version; nil when the contract has fewer.
    func facts(through version: Int) -> [RecordedFact]? {
        facts.count > version ? Array(facts[..<version]) : facts.count == version ? facts : nil
    }

    /// The contract as known at `instant`, with all its facts and with its lines drawn.
    ///
    /// - Parameter instant: not before the last fact's time.
    /// - Throws: `scheme.unknown`.
    func known(at instant: Instant, schemes: Schemes) throws(Refusal) -> DrawnContract {
        try drawn.withLock { drawn throws(Refusal) in
            var present: DrawnContract
            if let drawn {
                present = drawn
            } else {
                present = DrawnContract(try Contract(events: facts, knownAt: instant, schemes: schemes))
            }
            present.know(at: instant)
            _ = present.lines
            drawn = present
            return present
        }
    }

    /// The contract as known at its last fact.
    ///
    /// - Throws: `scheme.unknown`.
    func contract(_ schemes: Schemes) throws(Refusal) -> Contract {
        try drawn.withLock { drawn throws(Refusal) in
            if let drawn { return drawn.contract }
            let contract = try Contract(events: facts, knownAt: lastRecordedAt ?? Instant(microseconds: 0), schemes: schemes)
            if !facts.isEmpty { drawn = DrawnContract(contract) }
            return contract
        }
    }

    /// This contract with the next facts. Folds at once if this contract is folded and small; otherwise on demand.
    func followed(by told: [RecordedFact]) -> FoldedContract {
        guard facts.count <= Reckoner.lightFacts, var further = drawn.withLock({ $0 }), (try? further.learn(told)) != nil else {
            return FoldedContract(facts + told)
        }
        return FoldedContract(further)
    }
}
