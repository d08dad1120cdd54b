public import CivilTime
import Contracts
import EventLog
public import JSON
import Postgres

extension ContractService {
    /// Answers a question about one contract, as known.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` when nothing was known then; `ServiceError.unavailable`.
    public func answer(_ question: Question, of id: ContractID, knownAt: KnownAt) async throws -> Answer {
        let history = try await history(of: id)
        let facts = history.map(\.fact)
        let contract = try ledger.contract(facts, knownAt: knownAt)
        let body: JSON =
            switch question {
            case .coverage(let day): contract.coverageAnswer(of: id, on: day)
            case .cotisation(let month, let before):
                contract.cotisationAnswer(of: id, month: month, comparedWith: try before.map { try comparison(facts, knownAt: $0) })
            case .eligibility(let day): contract.eligibilityAnswer(of: id, on: day)
            case .timeline: contract.timelineAnswer(of: id)
            case .events: contract.eventsAnswer(of: id, history: history)
            }
        return Answer(body: body, version: contract.version)
    }

    /// A scheme as it stands on a day, today by default; `nil` when there is none of that name.
    public func scheme(_ name: String, on day: Day?, knownAt: KnownAt) -> JSON? {
        let instant = if case .instant(let instant) = knownAt { instant } else { clock.now() }
        return schemes[name].map { .scheme($0, on: day ?? instant.parisDay, knownAt: instant) }
    }

    /// A contract's events with their facts, as they are now.
    func history(of id: ContractID) async throws -> [Ledger.Entry] {
        do {
            return try await reads.withSession { session in
                try EventLog.events(of: [id.uuid], in: session)[id.uuid, default: []].map { try Ledger.Entry($0) }
            }
        } catch { throw ServiceError(error) ?? error }
    }

    private func comparison(_ facts: [RecordedFact], knownAt: KnownAt) throws -> Comparison {
        do {
            let contract = try ledger.contract(facts, knownAt: knownAt)
            return Comparison(knownAt: contract.knownAt, contract: contract)
        } catch ServiceError.refused(.contractUnknown) {
            // Nothing was known then, so nothing was owed.
            guard case .instant(let instant) = knownAt else { throw ServiceError.refused(.contractUnknown) }
            return Comparison(knownAt: instant, contract: nil)
        }
    }
}

extension Contract {
    /// The events known, with who recorded them and when, and which of them a rescission annuls.
    fileprivate func eventsAnswer(of id: ContractID, history: [Ledger.Entry]) -> JSON {
        var annulledBy: [Int: Int] = [:]
        for event in events {
            if case .rescission(let rescission) = event.fact { annulledBy[rescission.version] = event.version }
        }
        let known = history.prefix { $0.event.version <= version }.map { entry -> JSON in
            .fields([
                ("version", JSON(entry.event.version)), ("type", .string(entry.event.type)),
                ("effectiveOn", JSON(entry.fact.fact.effectiveOn)), ("recordedAt", JSON(entry.fact.recordedAt)),
                ("recordedBy", .string(entry.event.recordedBy)), ("position", JSON(Int(entry.event.position))),
                ("rescindedBy", annulledBy[entry.event.version].map { JSON($0) }), ("data", entry.fact.fact.payload),
            ])
        }
        return head(of: id, [], [("events", .array(known))])
    }
}
