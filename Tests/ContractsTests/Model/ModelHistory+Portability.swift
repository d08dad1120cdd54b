/// The window of a portability: `from` until `end`, the first day after it.
struct PortabilityWindow: Sendable {
    var from: ModelDay
    var end: ModelDay
    /// N, uncut.
    var months: Int

    init(_ start: ModelCommand.PortabilityStart, in history: ModelHistory) {
        let bulletin = start.bulletin!  // a start without one is refused before it has a day
        from = bulletin.lastDay.next
        let rounding = history.value(\.portabilityMonthRounding, on: from)
        let most = history.value(\.portabilityMaxMonths, on: from)
        let period = PortabilityWindow.lastUnbroken(bulletin.activityPeriods)

        months = 0
        var oddDays = 0
        switch rounding {
        case .up:
            while period.from.adding(months: months) <= period.through { months += 1 }
        case .down, .exact:
            while period.from.adding(months: months + 1) <= period.through.next { months += 1 }
            if rounding == .exact {
                while period.from.adding(months: months).adding(days: oddDays) <= period.through { oddDays += 1 }
            }
        }
        if months >= most {
            months = most
            oddDays = 0
        }
        end = from.adding(months: months).adding(days: oddDays)
        if let benefitThrough = start.notification?.benefitThrough { end = max(from, min(end, benefitThrough.next)) }
    }

    /// Overlapping or adjacent periods are one; the one with the latest end counts.
    static func lastUnbroken(_ periods: [ModelCommand.Activity]) -> ModelCommand.Activity {
        var merged: [ModelCommand.Activity] = []
        for period in periods.sorted(by: { $0.from < $1.from }) {
            if let last = merged.last, period.from <= last.through.next {
                merged[merged.count - 1].through = max(last.through, period.through)
            } else {
                merged.append(period)
            }
        }
        return merged.max { $0.through < $1.through }!  // a bulletin has at least one period
    }
}

extension ModelHistory {
    /// A portability, with its days one by one.
    struct Portability: Sendable {
        var start: Transition
        var window: PortabilityWindow
        var days: [ModelDay]

        /// The civil months that the days touch.
        var touchedMonths: [ModelMonth] {
            var result: [ModelMonth] = []
            for day in days where result.last != ModelMonth(containing: day) { result.append(ModelMonth(containing: day)) }
            return result
        }
    }

    /// The portabilities that decide at least the day they start on.
    func workOutPortabilities() -> [Portability] {
        let lost = proofs.compactMap(\.lostOn)
        var result: [Portability] = []
        for transition in transitions {
            guard case .startPortability(let start) = transition.event.command else { continue }
            guard deciding(on: transition.day)?.event == transition.event else { continue }
            let window = PortabilityWindow(start, in: self)
            var days: [ModelDay] = []
            var day = window.from
            while day < window.end && deciding(on: day)?.event == transition.event && !lost.contains(day) {
                days.append(day)
                day = day.next
            }
            result.append(Portability(start: transition, window: window, days: days))
        }
        return result
    }

    var hasPortability: Bool {
        allTransitions.contains { $0.standing == .portability }
    }

    /// How things stand with the attestation for one of a portability's days.
    func proofState(for day: ModelDay) -> ModelEligibility.Proof.State {
        for proof in proofs where proof.month.contains(day) {
            guard let lostOn = proof.lostOn else { return .proven }
            if day < lostOn { return .proven }
        }
        return asOf <= dueDay(ofProofFor: ModelMonth(containing: day)) ? .awaited : .overdue
    }

    func dueDay(ofProofFor month: ModelMonth) -> ModelDay {
        month.adding(value(\.proofDueMonths, on: month.firstDay)).lastDay
    }
}
