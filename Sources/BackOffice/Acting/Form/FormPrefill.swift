import CivilTime
import ContractService
import Contracts
import FoundationEssentials
import JSON
import Words

/// The first content of a form, from the address and from what is known.
struct FormPrefill {
    let context: ActContext
    let query: PageFields

    /// The answers to prefill for a command's form.
    func typed(_ command: ClerkCommand) -> TypedFields {
        var typed = TypedFields()
        for field in FormFields(command, typed: typed).fields {
            let name = command == .correct && field.pointer == "/rescind/0" ? "version" : field.pointer.lastPart.name
            if let text = query[name] {
                typed[field.pointer] = written(text, in: field.input)
            } else if let text = known(field, of: command) {
                typed[field.pointer] = text
            }
        }
        if command == .addBeneficiary { tellKnownPerson(in: &typed) }
        if command == .correct, let told = query["command"].flatMap({ ClerkCommand(rawValue: $0) }) { tell(told, at: 0, in: &typed) }
        return typed
    }

    /// Fills in a command of a correction from the annulled fact of the same kind. Each annulled fact is used once.
    ///
    /// - Parameter place: the command's index within the correction.
    func tell(_ command: ClerkCommand, at place: Int, in typed: inout TypedFields) {
        let earlier = (0..<place).count { typed[FormField.correctionCommand(at: $0).pointer] == command.rawValue }
        typed[FormField.correctionCommand(at: place).pointer] = command.rawValue
        let annulled = typed.all("/rescind/0").compactMap { Int($0).flatMap { context.record.entry($0) } }
        let pointer = ToldCommand.pointer(at: place)
        if let entry = annulled.filter({ $0.fact.command == command }).dropFirst(earlier).first {
            tell(entry.payload, under: pointer, in: &typed)
            return
        }
        for field in command.fields {
            if let text = known(field, of: command) { typed[pointer + field.pointer] = text }
        }
    }

    /// Fills in the fields of a recorded fact.
    private func tell(_ payload: JSON, under pointer: String, in typed: inout TypedFields) {
        if let members = payload.object?.members {
            for member in members { tell(member.value, under: "\(pointer)/\(member.key)", in: &typed) }
        } else if let elements = payload.array {
            for (place, element) in elements.enumerated() { tell(element, under: "\(pointer)/\(place)", in: &typed) }
        } else if let text = payload.string {
            typed[pointer] = Day(text).map(\.writtenShort) ?? Month(text)?.written(in: context.visit.language) ?? text
        } else if let flag = payload.bool {
            typed[pointer] = flag ? AnswerReader.yes : AnswerReader.no
        } else if let cents = payload.integer {
            typed[pointer] = Money(cents: cents).written(in: context.visit.language)
        }
    }

    /// A value from the address, in the form that a clerk would type.
    private func written(_ text: String, in input: FormField.Input) -> String {
        switch input {
        case .day, .birthDay: Day(text).map(\.writtenShort) ?? text
        case .month: Month(text)?.written(in: context.visit.language) ?? text
        default: text
        }
    }

    /// The known answer to a field; nil when there is none.
    private func known(_ field: FormField, of command: ClerkCommand) -> String? {
        let present = context.present
        switch (field.pointer, command) {
        case ("/scheme", _):
            return present.events.last { $0.fact.scheme != nil }?.fact.scheme
                ?? (context.record.schemes.names.count == 1 ? context.record.schemes.names.first : nil)
        case ("/employer", .affiliate): return employer
        case ("/beneficiary", .addBeneficiary): return Self.newPerson()
        case ("/beneficiary", _):
            let people = context.beneficiaries(for: command)
            return people.count == 1 ? people.first?.id.description : nil
        case ("/suspensionFrom", _): return openAbsence?.writtenShort
        case ("/month", _): return monthToProve?.written(in: context.visit.language)
        case ("/bulletin/lastDay", _), ("/bulletin/activityPeriods/0/through", _): return lastDay?.writtenShort
        case ("/mandateReference", .revokeMandate): return mandate
        default: return dated(field)
        }
    }

    /// The day of the menu, for the field with the effective day.
    private func dated(_ field: FormField) -> String? {
        guard ["/effectiveOn", "/lastDay"].contains(field.pointer) else { return nil }
        return query["on"].flatMap { Day($0) }?.writtenShort
    }

    /// A new identifier, which nobody has.
    static func newPerson() -> String { UUID().uuidString.lowercased() }

    private var facts: [Fact] { context.factsInForce.map(\.fact) }

    private var employer: String? { facts.lazy.compactMap(\.named.employer).first }

    private var mandate: String? {
        for case .mandateRegistration(let told) in facts { return told.mandateReference }
        return nil
    }

    /// The last day of employment, if no portability follows.
    private var lastDay: Day? {
        for fact in facts {
            switch fact {
            case .employmentEnd(let told): return told.lastDay
            case .portabilityStart, .affiliation: return nil
            // Other facts do not affect it.
            default: continue
            }
        }
        return nil
    }

    /// The first day of today's unpaid absence, or else of the nearest one.
    private var openAbsence: Day? {
        guard context.present.version > 0 else { return nil }
        let absences = context.present.standings.pieces.filter { $0.value == .suspended }.compactMap(\.period.from)
        return absences.last { $0 <= context.visit.today } ?? absences.first
    }

    /// The first month whose attestation is overdue or awaited.
    private var monthToProve: Month? {
        guard context.present.version > 0 else { return nil }
        return context.present.eligibility(on: context.visit.today).portability.started?.proofs.first { $0.state != .proven }?.month
    }

    /// Keeps the relation and birth date of a person who was enrolled before.
    private func tellKnownPerson(in typed: inout TypedFields) {
        guard let person = context.present.beneficiaries.first(where: { $0.id.description == typed["/beneficiary"] }) else { return }
        typed["/relation"] = person.relation.rawValue
        typed["/bornOn"] = person.bornOn.writtenShort
    }
}
