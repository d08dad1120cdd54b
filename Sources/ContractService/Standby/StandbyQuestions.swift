import CivilTime
import Contracts
import EventLog
import Postgres

/// Questions to a standby, which answers them while its log is proved to be fresh enough.
struct StandbyQuestions: Sendable {
    private let questions: ContractQuestions
    private let watch: StandbyWatch

    /// - Parameters:
    ///   - database: connections to the standby.
    ///   - facts: the maximum number of cached facts. This cache is the standby's own.
    init(database: Database, watch: StandbyWatch, ledger: Ledger, reckoner: Reckoner, remembering facts: Int) {
        self.watch = watch
        questions = ContractQuestions(
            database: database, ledger: ledger, reckoner: reckoner, set: WorkingSet(facts: facts), patience: watch.patience,
            watch: watch)
    }

    /// The standby's answer; nil when the primary must answer.
    ///
    /// The primary alone says that something is unknown, and what was known at an instant after the standby's last event.
    ///
    /// - Parameter position: the standby waits for it, as long as an answer may be old.
    /// - Throws: `ServiceError`.
    func answer(_ question: Question, of id: ContractID, knownAt: KnownAt, atLeast position: Int64?) async throws -> Answer? {
        let end = ContinuousClock.now + watch.maxStaleness
        do {
            while watch.isUsable {
                let answer = try await questions.answer(question, of: id, knownAt: knownAt)
                guard let proof = answer.proof, proof.age <= watch.maxStaleness,
                    question.instants(knownAt: knownAt).areCovered(byLogThrough: proof.recordedAt, now: questions.ledger.clock.now())
                else { return nil }
                if proof.position >= position ?? 0 { return answer }
                if ContinuousClock.now >= end { return nil }
                try await Task.sleep(for: .milliseconds(10))
            }
            return nil
        } catch ServiceError.unavailable where !Task.isCancelled {
            watch.standbyFailed()
            return nil
        } catch ServiceError.awaitsRecovery {
            watch.standbyFailed()
            return nil
        } catch ServiceError.refused(.contractUnknown, _, _, _) {
            return nil
        }
    }
}

extension Question {
    /// The instants whose knowledge the question refers to.
    fileprivate func instants(knownAt: KnownAt) -> [Instant] {
        let other: KnownAt? =
            switch self {
            case .cotisation(_, let before), .cotisationForEmployer(_, _, let before), .changes(let before): before
            case .coverage, .eligibility, .timeline, .commands, .facts, .events, .eventsForHolder: nil
            }
        return [knownAt, other].compactMap { if case .instant(let instant) = $0 { instant } else { nil } }
    }
}
