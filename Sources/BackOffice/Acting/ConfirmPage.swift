import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

extension BackOffice {
    /// Records the content of a preview, if recording it would still have the same effect.
    func confirm(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        guard let command = ClerkCommand(rawValue: try request.segment("command")) else { throw PageTrouble.notFound }
        let contract = try request.contract
        let form = PageAddress("contracts", contract.description, "act", command.rawValue)
        guard let sealed = request.form["draft"] else { return .seeOther(form) }
        let preview = form.setting("draft", to: sealed)
        guard let draft = openDraft(sealed, contract, command, visit) else { return .seeOther(preview) }
        let record = try await service.record(of: contract, knownAt: .now)
        let context = ActContext(visit: visit, record: record, names: .none)
        let reading = reading(of: draft, command, visit)
        guard reading.troubles.isEmpty, var submission = submission(reading, on: record, visit) else { return .seeOther(preview) }
        if let version = recordedVersion(of: draft, facts: reading.facts, in: record, visit) {
            return .seeOther(recorded(version, day: reading.facts.day(in: record), context, draft))
        }
        guard let seen = request.form["seen"].flatMap({ SeenPreview($0) }) else { return .seeOther(preview) }
        let changed = preview.setting("since", to: "\(seen.version)")
        do {
            let trial = try await service.tryOut(submission, on: record)
            let isAlone = mayRecordAlone(trial, visit)
            // The preview explains it, and keeps the answers.
            if !isAlone, trial.tellsOfPeople { return .seeOther(preview) }
            guard !trial.new.isEmpty, self.seen(context, reading, trial) == seen else { return .seeOther(changed) }
            submission.expectedVersion = .among([seen.version])
            let key = seen.key(of: sealed)
            submission.idempotencyKey = key
            if !isAlone {
                try await propose(submission, seen.version, key: key)
                return .seeOther(context.address("act", "proposed"))
            }
            let acceptance = try await service.submit(submission)
            return .seeOther(recorded(acceptance.version, day: trial.new.day(in: record), context, draft))
        } catch ServiceError.preconditionFailed, ServiceError.concurrentChange {
            return .seeOther(changed)
        } catch let error as ServiceError {
            // The page of the draft shows the refusal beside the field.
            guard FieldTrouble(error, in: reading.form, detail: explain(error).detail, language: visit.language) != nil else { throw error }
            return .seeOther(changed)
        }
    }

    /// The contract's page after a fact was recorded.
    private func recorded(_ version: Int, day: Day?, _ context: ActContext, _ draft: ActDraft) -> PageAddress {
        let shown = day.flatMap { Day.calendar.contains($0) ? $0.description : nil }
        return context.address().setting("recorded", to: "\(version)").setting("on", to: shown).setting("next", to: draft.next)
    }

    /// Stores a command with a rescission, until another caller confirms it.
    private func propose(_ submission: Submission, _ version: Int, key: String) async throws {
        guard let proposals else { throw PageTrouble.roleNeeded([.supervisor]) }
        let request = ProposedRequest(
            submission.command == .correct ? .correct : .rescind,
            path: "/v1/contracts/\(submission.contract)/\(submission.command.rawValue)", contract: submission.contract.uuid,
            body: submission.body, ifMatch: ["\"\(version)\""])
        do {
            _ = try await proposals.propose(request, by: submission.caller, key: key)
        } catch ProposalTrouble.otherRequest { throw ServiceError.idempotencyMismatch } catch ProposalTrouble.tooMany {
            throw ServiceError.overloaded(retryAfterSeconds: 60)
        }
    }
}
