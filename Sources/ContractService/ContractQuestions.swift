import CivilTime
public import Contracts
import EventLog
import JSON
public import Postgres

/// Answers questions about one contract: folds its events up to the requested instant. Only reads the log.
public struct ContractQuestions: Sendable {
    let database: Database
    let ledger: Ledger
    private let reader: ContractReader
    let reckoner: Reckoner
    /// Proves the age of answers from a standby; nil for the primary.
    let watch: StandbyWatch?

    /// Questions to a migrated database.
    public init(database: Database, schemes: Schemes, clock: any ServiceClock) {
        self.init(
            database: database, ledger: Ledger(schemes: schemes, clock: clock, limits: .none), reckoner: Reckoner(),
            set: WorkingSet(facts: 0),
            patience: .seconds(15))
    }

    /// - Parameters:
    ///   - set: the cache of contracts.
    ///   - patience: the time limit of one read of the log.
    ///   - watch: for questions to a standby: every answer has a proof of its age.
    init(
        database: Database, ledger: Ledger, reckoner: Reckoner, set: WorkingSet, patience: Duration, watch: StandbyWatch? = nil
    ) {
        self.database = database
        self.ledger = ledger
        self.reckoner = reckoner
        self.watch = watch
        reader = ContractReader(database: database, set: set, patience: patience, watch: watch)
    }

    /// Answers a question about one contract, as known at `knownAt`.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` when nothing was known then; `ServiceError.unavailable`.
    public func answer(_ question: Question, of id: ContractID, knownAt: KnownAt) async throws -> Answer {
        switch question {
        case .coverage(let day):
            try await answer(of: id, knownAt: knownAt) { drawn, _ in drawn.coverageAnswer(of: id, on: day) }
        case .cotisation(let month, let before):
            try await answer(of: id, knownAt: knownAt) { [ledger] drawn, facts in
                drawn.cotisationAnswer(
                    of: id, month: month, comparedWith: try before.map { try ledger.comparison(facts, knownAt: $0) })
            }
        case .cotisationForEmployer(let employer, let month, let before):
            try await answer(of: id, knownAt: knownAt) { [ledger] drawn, facts in
                try drawn.cotisationAnswer(
                    of: id, month: month, comparedWith: try before.map { try ledger.comparison(facts, knownAt: $0) }, for: employer)
            }
        case .eligibility(let day):
            try await answer(of: id, knownAt: knownAt) { drawn, _ in drawn.eligibilityAnswer(of: id, on: day) }
        case .changes(let before):
            try await answer(of: id, knownAt: knownAt) { [ledger] drawn, facts in
                let contract = drawn.contract
                let earlier = try ledger.comparison(facts, knownAt: before ?? contract.beforeLastStep)
                if earlier.isLater(than: contract) {
                    throw ServiceError.malformed(MalformedField(.badValue(expected: "from <= to"), at: "from"))
                }
                return contract.changesAnswer(of: id, since: earlier)
            }
        case .commands(let day):
            try await commands(of: id, on: day)
        case .facts(let last, let limit):
            try await answer(of: id, knownAt: knownAt) { [ledger] drawn, _ in
                drawn.contract.factsAnswer(of: id, try ledger.changes(toldIn: drawn.contract, through: last, limit: limit))
            }
        case .timeline: try await answer(of: id, knownAt: knownAt) { drawn, _ in drawn.timelineAnswer(of: id) }
        case .events: try await events(of: id, knownAt: knownAt, forHolder: false)
        case .eventsForHolder: try await events(of: id, knownAt: knownAt, forHolder: true)
        }
    }

    /// A contract as known at `knownAt`, and as it is at present.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` when nothing was known then; `ServiceError.unavailable`.
    public func contract(_ id: ContractID, knownAt: KnownAt) async throws -> KnownContract {
        let folded = try await folded(id)
        return try await reckoner.reckon(of: id.uuid, facts: folded.facts.count) { [ledger] in
            let present = try ledger.contract(folded, knownAt: .now).contract
            let known = try knownAt == .now ? present : ledger.contract(folded, knownAt: knownAt).contract
            return KnownContract(id: id, known: known, present: present)
        }.value
    }

    private func answer(
        of id: ContractID, knownAt: KnownAt,
        _ body: @escaping @Sendable (_ drawn: inout DrawnContract, _ facts: [RecordedFact]) throws -> JSON
    ) async throws -> Answer {
        let found = try await reader.contract(id.uuid)
        return try await reckoned(of: id, facts: found.folded.facts.count, found.proof) { [ledger] in
            var drawn = try ledger.contract(found.folded, knownAt: knownAt)
            return Answer(body: try body(&drawn, found.folded.facts), version: drawn.contract.version)
        }
    }

    private func commands(of id: ContractID, on day: Day) async throws -> Answer {
        let found = try await reader.contract(id.uuid)
        return try await reckoned(of: id, facts: found.folded.facts.count, found.proof) { [ledger] in
            let contract = try ledger.contractToTell(found.folded)
            return Answer(body: contract.commandsAnswer(of: id, on: day, within: ledger.limits), version: contract.version)
        }
    }

    private func reckoned(
        of id: ContractID, facts: Int, _ proof: StandbyProof?, _ answer: @escaping @Sendable () throws -> Answer
    ) async throws -> Answer {
        var (answer, place) = try await reckoner.reckon(of: id.uuid, facts: facts, answer)
        answer.place = place
        answer.proof = proof
        return answer
    }

    /// The present contract; without facts when it does not exist.
    func folded(_ id: ContractID) async throws -> FoldedContract { try await reader.contract(id.uuid).folded }

    /// A contract's present events with their facts.
    func history(of id: ContractID) async throws -> [Ledger.Entry] { try await provenHistory(of: id).history }

    /// The same with the proof of its age, when a standby told it.
    private func provenHistory(of id: ContractID) async throws -> (history: [Ledger.Entry], proof: StandbyProof?) {
        do {
            return try await database.withSession { [watch] session in
                let proof = try watch?.requiredProof(in: session)
                let events = try EventLog.events(of: [id.uuid], in: session)[id.uuid, default: []]
                return (try events.map { try Ledger.Entry($0) }, proof)
            }
        } catch { throw ServiceError(error) ?? error }
    }

    /// The first damaged event of a contract; nil when there is none.
    func firstDamage(in events: [RecordedEvent]) async throws -> LogDamage? {
        do { return try await database.withSession { session in try EventLog.firstDamage(in: events, in: session) } } catch {
            throw ServiceError(error) ?? error
        }
    }

    private func events(of id: ContractID, knownAt: KnownAt, forHolder: Bool) async throws -> Answer {
        let (history, proof) = try await provenHistory(of: id)
        return try await reckoned(of: id, facts: history.count, proof) { [ledger] in
            let contract = try ledger.contract(history.map(\.fact), knownAt: knownAt)
            return Answer(body: contract.eventsAnswer(of: id, history: history, forHolder: forHolder), version: contract.version)
        }
    }
}

extension Ledger {
    /// A cached contract as known at `knownAt`. For the present, the drawn contract of the cache is used.
    ///
    /// - Throws: `contract.unknown` when nothing was known then; `scheme.unknown` when the service lacks the contract's scheme.
    fileprivate func contract(_ folded: FoldedContract, knownAt: KnownAt) throws(ServiceError) -> DrawnContract {
        guard case .now = knownAt, !folded.facts.isEmpty else { return DrawnContract(try contract(folded.facts, knownAt: knownAt)) }
        do throws(Refusal) { return try folded.known(at: present(after: folded.facts), schemes: schemes) } catch {
            throw .refused(error.rule)
        }
    }

    /// The contract as known at `knownAt`, for a comparison.
    fileprivate func comparison(_ facts: [RecordedFact], knownAt: KnownAt) throws -> Comparison {
        do {
            let contract = try contract(facts, knownAt: knownAt)
            return Comparison(knownAt: contract.knownAt, contract: contract)
        } catch ServiceError.refused(.contractUnknown, _, _, _) {
            // Nothing was known then, so nothing was owed.
            guard case .instant(let instant) = knownAt else { throw ServiceError.refused(.contractUnknown) }
            return Comparison(knownAt: instant, contract: nil)
        }
    }
}

extension Ledger {
    /// The present contract, for a new command. A contract without events is empty, so that a command can open it.
    fileprivate func contractToTell(_ folded: FoldedContract) throws(ServiceError) -> Contract {
        if !folded.facts.isEmpty { return try contract(folded, knownAt: .now).contract }
        do throws(Refusal) {
            return try Contract(events: [], knownAt: present(after: []), schemes: schemes)
        } catch { throw .refused(error.rule) }
    }
}

extension Comparison {
    /// Whether this state of knowledge is later than `other`, or has more facts.
    fileprivate func isLater(than other: Contract) -> Bool {
        knownAt > other.knownAt || (contract?.version ?? 0) > other.version
    }
}

extension Ledger {
    /// The last `limit` facts up to a version, grouped by command, each group with its changes.
    fileprivate func changes(toldIn contract: Contract, through version: Int?, limit: Int) throws(ServiceError) -> [FactChanges] {
        let last = min(version ?? contract.version, contract.version)
        guard last >= 1, limit >= 1 else { return [] }
        do throws(Refusal) {
            let history = try ContractHistory(contract.events, schemes: schemes)
            return history.changes(toldBy: max(1, last - limit + 1)...last)
        } catch { throw .refused(error.rule) }
    }
}

extension Contract {
    /// The state of knowledge just before the last command.
    ///
    /// An instant alone is ambiguous when several commands have the same one, as while a sandbox's clock stands still.
    fileprivate var beforeLastStep: KnownAt {
        guard let first = firstOfLastStep else { return .instant(knownAt) }
        if let previous = events.last(where: { $0.version < first.version }), previous.recordedAt == first.recordedAt {
            return .version(previous.version)
        }
        return .instant(first.recordedAt.adding(microseconds: -1))
    }

    /// The known events, with their callers, times and rescissions.
    fileprivate func eventsAnswer(of id: ContractID, history: [Ledger.Entry], forHolder: Bool) -> JSON {
        let rescissions = rescissions
        let known = history.prefix { $0.event.version <= version }.map { entry -> JSON in
            .fields([
                ("version", JSON(entry.event.version)), ("type", .string(entry.event.type)),
                ("effectiveOn", JSON(entry.fact.fact.effectiveOn)), ("recordedAt", JSON(entry.fact.recordedAt)),
                ("recordedBy", forHolder ? JSON?.none : .string(entry.event.recordedBy)),
                ("proposedBy", forHolder ? nil : entry.proposedBy.map { .string($0) }), ("position", JSON(Int(entry.event.position))),
                ("rescindedBy", rescissions[entry.event.version].map { JSON($0) }), ("source", forHolder ? nil : entry.source?.json),
                ("data", forHolder ? entry.fact.fact.payloadWithoutWords : entry.fact.fact.payload),
            ])
        }
        return head(of: id, [], [("events", .array(known))])
    }
}
