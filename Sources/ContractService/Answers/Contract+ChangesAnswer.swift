import CivilTime
import Contracts
import JSON

/// The differences between a contract as known at two instants.
extension Contract {
    /// The facts recorded since `before`, and the differences that they made.
    func changesAnswer(of id: ContractID, since before: Comparison) -> JSON {
        let (changes, rescissions) = (changes(since: before.contract), rescissions)
        let learnt = events.dropFirst(before.contract?.events.count ?? 0)
        return head(
            of: id, [("from", before.shownKnownAt), ("fromVersion", JSON(before.contract?.version ?? 0))],
            [
                ("facts", .array(learnt.map { .fields(JSON.fact($0, rescindedBy: rescissions[$0.version])) })),
                ("changes", .changes(changes, settledThrough: Month(of: asOf))),
            ])
    }

    /// The facts of some versions, grouped by command and newest first, with the changes that each command made.
    ///
    /// - Parameter told: facts of this contract, in order.
    func factsAnswer(of id: ContractID, _ told: [FactChanges]) -> JSON {
        let rescissions = rescissions
        let steps = told.reversed().map { step -> JSON in
            [
                "facts": .array(step.facts.map { .fields(JSON.fact($0, rescindedBy: rescissions[$0.version])) }),
                "changes": .changes(step.changes, settledThrough: Month(of: step.toldOn)),
            ]
        }
        return head(of: id, [], [("steps", .array(steps))])
    }
}

extension Comparison {
    /// The instant for display; null before the calendar begins.
    fileprivate var shownKnownAt: JSON { JSON(Instant(knownAt.description)) }
}

extension JSON {
    /// The members of a recorded fact, without its payload.
    fileprivate static func fact(_ fact: RecordedFact, rescindedBy version: Int?) -> [(String, JSON?)] {
        [
            ("version", JSON(fact.version)), ("type", .string(fact.fact.eventType)), ("effectiveOn", JSON(fact.fact.effectiveOn)),
            ("recordedAt", JSON(fact.recordedAt)), ("rescindedBy", version.map { JSON($0) }),
        ]
    }
}
