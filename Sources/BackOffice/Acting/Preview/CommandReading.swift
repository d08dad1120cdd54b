import Access
import ContractService
import Contracts
import JSON
import Words

/// A draft read as a command, or its errors.
struct CommandReading {
    let form: FormFields
    let read: ReadForm
    /// The facts that the command would record.
    let facts: [Fact]
    let troubles: [FieldTrouble]
}

extension BackOffice {
    /// Reads a draft.
    func reading(of draft: ActDraft, _ command: ClerkCommand, _ visit: Visit) -> CommandReading {
        let form = FormFields(command, typed: draft.typed)
        let read = ReadForm(form, typed: draft.typed, by: AnswerReader(day: draft.day, employers: employers), in: visit.language)
        guard read.troubles.isEmpty, let name = CommandName(rawValue: command.rawValue) else {
            return CommandReading(form: form, read: read, facts: [], troubles: read.troubles)
        }
        do throws(MalformedField) {
            let facts = try Command(name, body: read.body, employers: employers).facts
            return CommandReading(form: form, read: read, facts: facts, troubles: [])
        } catch {
            let refusal = ServiceError.malformed(error)
            let trouble = FieldTrouble(refusal, in: form, detail: explain(refusal).detail, language: visit.language)
            return CommandReading(form: form, read: read, facts: [], troubles: trouble.map { [$0] } ?? [])
        }
    }

    /// The submission of the command.
    func submission(_ reading: CommandReading, on record: ContractRecord, _ visit: Visit) -> Submission? {
        CommandName(rawValue: reading.form.command.rawValue).map { name in
            Submission(contract: record.id, command: name, body: reading.read.body, caller: visit.caller.id)
        }
    }

    /// The version of the last fact that the caller already recorded from this draft; nil when there is none.
    ///
    /// - Parameter facts: the facts of the draft.
    func recordedVersion(of draft: ActDraft, facts: [Fact], in record: ContractRecord, _ visit: Visit) -> Int? {
        let first = record.entries.first { entry in
            entry.version > draft.version && (entry.recordedBy == visit.caller.id || entry.proposedBy == visit.caller.id)
                && facts.contains(entry.fact)
        }
        guard let first else { return nil }
        let step = record.entries.filter { $0.position >= first.position && $0.recorded.recordedAt == first.recorded.recordedAt }
        return step.last { facts.contains($0.fact) }?.version
    }
}
