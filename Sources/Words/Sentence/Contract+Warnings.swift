import CivilTime
import Contracts

extension Contract {
    /// The present and future problems in the situation of a day.
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
        // A deadline after the end of the calendar is dropped.
        return warnings.filter { $0.dueOn.map { Day.calendar.contains($0) } ?? true }
    }

    /// The months of a portability with an overdue proof; if there are none, the first month with an awaited proof.
    private func proofWarnings(on day: Day) -> [Warning] {
        guard let started = eligibility(on: day).portability.started, started.days.contains(day) else { return [] }
        let overdue = started.proofs.filter { $0.state == .overdue }.map(\.month)
        if !overdue.isEmpty {
            let areWhole = overdue.allSatisfy { started.days.contains($0.firstDay) && started.days.contains($0.lastDay) }
            return [.proofsOverdue(overdue, areWhole: areWhole)]
        }
        return started.proofs.first { $0.state == .awaited }.map { [.proofAwaited($0.month, through: $0.dueThrough)] } ?? []
    }

    /// A warning on whether the absence of a day can still be continued.
    private func continuationWarnings(on day: Day) -> [Warning] {
        let right = eligibility(on: day).continuation
        guard right.because.contains(where: { $0.rule == .continuationDeadline }) else { return [] }
        // After the deadline the right no longer holds its last day. The latest earlier deadline is that of this absence.
        let last = right.through ?? situation.deadlines.last { $0.kind == .continuationDeadline && $0.dueOn < day }?.dueOn
        return last.map { [asOf <= $0 ? .continuationOpen(through: $0) : .continuationClosed(lastDay: $0)] } ?? []
    }

    /// A warning that a portability can, or cannot, start after the end of employment.
    private func portabilityWarnings(on day: Day) -> [Warning] {
        let papers: [Rule] = [.portabilityBulletinMissing, .portabilityNotificationMissing]
        let others = eligibility(on: day).portability.missing.filter { !papers.contains($0) }
        return [others.first.map { .portabilityExcluded($0) } ?? .portabilityNotStarted]
    }

    /// A child's twelfth birthday during the absence of a day, once it is near.
    private func childWarnings(_ because: Fact?, of day: ContractDay) -> [Warning] {
        guard case .temporaryCessation(let fact) = because, fact.cause == .childUnder12Availability,
            let birthday = fact.childBornOn?.birthday(TemporaryCessation.childAgeLimit),
            birthday.adding(days: -ContractDay.noticeDays) <= max(asOf, day.on),
            coverReasons(on: birthday).first?.event == coverReasons(on: day.on).first?.event
        else { return [] }
        return [.childReaches12(on: birthday)]
    }

    /// Whether a day is the last of an exemption that ends soon without a follow-up.
    private func isLast(_ day: Day?) -> Bool {
        guard let day, day.adding(days: -ContractDay.noticeDays) <= asOf else { return false }
        let after = lines.holder.judgedPiece(around: day.next, asOf: asOf)
        return standing(on: day.next) == .exempt && after.value.state == .none && after.period.until == nil
    }

    /// Whether a month is due by direct debit while no mandate is in force on its deciding day or later.
    private func lacksMandate(in month: MonthDue?) -> Bool {
        guard let month, month.method == .directDebit, cotisation(of: month.month).collection.mandateMissing else { return false }
        return situation.deadlines.contains { $0.kind == .mandateMissing && $0.dueOn <= month.decidedOn }
    }
}

extension Warning {
    /// The day in the warning.
    fileprivate var dueOn: Day? {
        switch self {
        case .proofAwaited(_, let day), .continuationOpen(let day), .continuationClosed(let day), .childReaches12(let day): day
        case .proofsOverdue, .portabilityNotStarted, .portabilityExcluded, .mandateMissing, .nothingAfterExemption: nil
        }
    }
}
