import CivilTime
import Contracts
import JSON

/// How a contract as known at one instant differs from the same contract as known at another one.
extension Contract {
    /// The facts learnt since another knowledge, and how the two differ.
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

    /// The facts of some versions, newest first, each with what it changed when it was told.
    ///
    /// - Parameter told: facts of this contract, in order.
    func factsAnswer(of id: ContractID, _ told: [FactChanges]) -> JSON {
        let rescissions = rescissions
        let facts = told.reversed().map { entry -> JSON in
            .fields(
                JSON.fact(entry.fact, rescindedBy: rescissions[entry.fact.version]),
                [("changes", .changes(entry.changes, settledThrough: Month(of: entry.fact.recordedAt.parisDay)))])
        }
        return head(of: id, [], [("facts", .array(facts))])
    }
}

extension Comparison {
    /// The instant as it is shown; null just before the first instant of the calendar.
    fileprivate var shownKnownAt: JSON { JSON(Instant(knownAt.description)) }
}

extension JSON {
    /// A recorded fact, without what it tells.
    fileprivate static func fact(_ fact: RecordedFact, rescindedBy version: Int?) -> [(String, JSON?)] {
        [
            ("version", JSON(fact.version)), ("type", .string(fact.fact.eventType)), ("effectiveOn", JSON(fact.fact.effectiveOn)),
            ("recordedAt", JSON(fact.recordedAt)), ("rescindedBy", version.map { JSON($0) }),
        ]
    }
}
