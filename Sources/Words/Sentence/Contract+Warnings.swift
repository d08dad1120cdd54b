import CivilTime
import Contracts

extension Contract {
    /// What is wrong in the situation of a day, or will be.
    ///
    /// - Parameter because: the fact that decided the cover of the day.
    func warnings(of day: ContractDay, because: Fact?) -> [Warning] {
        guard let cover = day.cover else { return [] }
        var warnings: [Warning] = []
        switch standing(on: day.on) {
        case .portability: warnings += proofWarnings(on: day.on)
        case .suspended where cover.state == .suspended: warnings += continuationWarnings(on: day.on)
        case .ended: if case .employmentEnd = because { warnings += portabilityWarnings(on: day.on) }
        case .temporaryCessation: warnings += childWarnings(because, of: day)
        case .exempt where cover.state == .exempt && isLast(day.through):
            warnings.append(.nothingAfterExemption)
        default: break
        }
        if lacksMandate(in: day.month) { warnings.append(.mandateMissing) }
        // What falls due beyond the calendar never does.
        return warnings.filter { $0.dueOn.map { Day.calendar.contains($0) } ?? true }
    }

    /// The months of a portability whose proof is overdue; where none is, the first whose proof is awaited.
    private func proofWarnings(on day: Day) -> [Warning] {
        guard let started = eligibility(on: day).portability.started, started.days.contains(day) else { return [] }
        let overdue = started.proofs.filter { $0.state == .overdue }.map(\.month)
        if !overdue.isEmpty {
            let areWhole = overdue.allSatisfy { started.days.contains($0.firstDay) && started.days.contains($0.lastDay) }
            return [.proofsOverdue(overdue, areWhole: areWhole)]
        }
        return started.proofs.first { $0.state == .awaited }.map { [.proofAwaited($0.month, through: $0.dueThrough)] } ?? []
    }

    /// Whether the absence of a day can still be continued.
    private func continuationWarnings(on day: Day) -> [Warning] {
        let right = eligibility(on: day).continuation
        guard right.because.contains(where: { $0.rule == .continuationDeadline }) else { return [] }
        // After its last day the right no longer names that day. Of the deadlines before, the latest is that of this absence.
        let last = right.through ?? situation.deadlines.last { $0.kind == .continuationDeadline && $0.dueOn < day }?.dueOn
        return last.map { [asOf <= $0 ? .continuationOpen(through: $0) : .continuationClosed(lastDay: $0)] } ?? []
    }

    /// Whether the end of employment before a day still lets a portability start.
    private func portabilityWarnings(on day: Day) -> [Warning] {
        let papers: [Rule] = [.portabilityBulletinMissing, .portabilityNotificationMissing]
        let others = eligibility(on: day).portability.missing.filter { !papers.contains($0) }
        return [others.first.map { .portabilityExcluded($0) } ?? .portabilityNotStarted]
    }

    /// A child's twelfth birthday within the absence of a day, once it is near.
    private func childWarnings(_ because: Fact?, of day: ContractDay) -> [Warning] {
        guard case .temporaryCessation(let fact) = because, fact.cause == .childUnder12Availability,
            let birthday = fact.childBornOn?.birthday(TemporaryCessation.childAgeLimit),
            birthday.adding(days: -ContractDay.noticeDays) <= max(asOf, day.on),
            coverReasons(on: birthday).first?.event == coverReasons(on: day.on).first?.event
        else { return [] }
        return [.childReaches12(on: birthday)]
    }

    /// Whether an exemption ends with a day, soon, and nothing was recorded for the next one.
    private func isLast(_ day: Day?) -> Bool {
        guard let day, day.adding(days: -ContractDay.noticeDays) <= asOf else { return false }
        let after = lines.holder.judgedPiece(around: day.next, asOf: asOf)
        return standing(on: day.next) == .exempt && after.value.state == .none && after.period.until == nil
    }

    /// Whether a month is due by direct debit, and no mandate is in force on the day that decides it or later.
    private func lacksMandate(in month: MonthDue?) -> Bool {
        guard let month, month.method == .directDebit, cotisation(of: month.month).collection.mandateMissing else { return false }
        return situation.deadlines.contains { $0.kind == .mandateMissing && $0.dueOn <= month.decidedOn }
    }
}

extension Warning {
    /// The day that it names.
    fileprivate var dueOn: Day? {
        switch self {
        case .proofAwaited(_, let day), .continuationOpen(let day), .continuationClosed(let day), .childReaches12(let day): day
        case .proofsOverdue, .portabilityNotStarted, .portabilityExcluded, .mandateMissing, .nothingAfterExemption: nil
        }
    }
}
