import CivilTime
import Contracts
import Synchronization

/// A contract of the working set: its facts up to the position of the set, and what they come to once somebody asks.
///
/// A class: shared by all who ask, and folded and drawn once for them.
final class FoldedContract: Sendable {
    /// All facts, annulled ones included, by version.
    let facts: [RecordedFact]
    private let drawn: Mutex<DrawnContract?>

    /// A contract that is folded when somebody asks for it.
    init(_ facts: [RecordedFact]) {
        self.facts = facts
        drawn = Mutex(nil)
    }

    /// A contract that is folded already.
    convenience init(_ contract: Contract) { self.init(DrawnContract(contract)) }

    private init(_ drawn: DrawnContract) {
        facts = drawn.contract.events
        self.drawn = Mutex(drawn)
    }

    /// When the last fact was recorded; nil without facts.
    var lastRecordedAt: Instant? { facts.last?.recordedAt }

    /// The facts up to a version; nil when there are fewer.
    func facts(through version: Int) -> [RecordedFact]? {
        facts.count > version ? Array(facts[..<version]) : facts.count == version ? facts : nil
    }

    /// The contract as known at an instant at which nothing more was recorded, with its lines drawn.
    ///
    /// - Parameter instant: not before the last fact was recorded.
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

    /// The contract as known when its last fact was recorded.
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

    /// This contract with the facts that were recorded next. It is folded further if it is folded already and has few facts; else when somebody asks.
    func followed(by told: [RecordedFact]) -> FoldedContract {
        guard facts.count <= Reckoner.lightFacts, var further = drawn.withLock({ $0 }), (try? further.learn(told)) != nil else {
            return FoldedContract(facts + told)
        }
        return FoldedContract(further)
    }
}
