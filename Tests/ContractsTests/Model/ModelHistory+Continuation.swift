extension ModelHistory {
    /// The first day of the unpaid absence that holds on `day`.
    func unpaidAbsence(on day: ModelDay) -> ModelDay? {
        guard let transition = deciding(on: day), transition.standing == .suspended else { return nil }
        return transition.day
    }

    /// Whether an unpaid absence begins on that day, not replaced by another fact of the same day.
    func hasUnpaidAbsence(from day: ModelDay) -> Bool {
        unpaidAbsence(on: day) == day
    }

    func isContinuationRequested(forAbsenceFrom first: ModelDay) -> Bool {
        for event in events {
            if case .requestContinuation(let suspensionFrom, _) = event.command, suspensionFrom == first { return true }
        }
        return false
    }

    func lastDayToRequest(forAbsenceFrom first: ModelDay) -> ModelDay {
        first.adding(days: value(\.continuationDays, on: first))
    }

    /// Whether a continuation is in force: requested for the unpaid absence of that day, and not ended since its first day.
    func isContinued(on day: ModelDay) -> Bool {
        guard let first = unpaidAbsence(on: day), isContinuationRequested(forAbsenceFrom: first) else { return false }
        for event in events {
            if case .endContinuation(let end) = event.command, first <= end, end <= day { return false }
        }
        return true
    }
}
