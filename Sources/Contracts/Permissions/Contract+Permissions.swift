public import CivilTime

extension Contract {
    /// Which facts may be recorded for a day: a permission for each kind, in the order of ``FactKind``.
    ///
    /// ``decide(_:within:)`` judges trial facts of each kind, so each rule is written once. A fact that names a month, an absence or an
    /// employment is tried with that of the day. If the day has none, it is tried with the nearest before and after. When all are refused,
    /// at most 20 others are tried, newest first, until one is accepted. Rescissions are tried event by event in the same way.
    ///
    /// The contract must be known at the present instant.
    ///
    /// - Parameters:
    ///   - day: the value of the field that dates a fact: `lastDay` of an end of employment, `effectiveOn` of most others.
    ///   - limits: how much the contract may hold.
    public func permissions(on day: Day, within limits: ContractLimits = .none) -> [Permission] {
        FactKind.allCases.map { kind in
            let candidates = Candidates(of: kind, for: day, in: self)
            var trials = candidates.facts.map { trial(of: $0, $1, within: limits) }
            let isRefused = trials.allSatisfy { if case .refused = $0.outcome { true } else { false } }
            guard isRefused else { return Permission(kind: kind, field: candidates.field, trials: trials, isComplete: kind != .rescission) }
            var tried = 0
            for (choice, fact) in candidates.others.prefix(Candidates.mostOthers) {
                tried += 1
                let other = trial(of: choice, fact, within: limits)
                if case .refused = other.outcome { continue }
                // For a rescission, refused trials are dropped: the question is whether any event may be annulled, not which.
                trials = kind == .rescission ? [other] : trials + [other]
                return Permission(kind: kind, field: candidates.otherField, trials: trials, isComplete: kind != .rescission)
            }
            return Permission(
                kind: kind, field: candidates.otherField ?? candidates.field, trials: trials, isComplete: tried == candidates.others.count)
        }
    }

    /// The refusal of a correction; `nil` when it is allowed. It needs events, and some kind of fact that may be recorded.
    ///
    /// - Parameter permissions: the permissions of a day.
    public func refusalOfCorrection(given permissions: [Permission]) -> Refusal? {
        if version == 0 { return Refusal(.contractUnknown) }
        var first: Refusal?
        for permission in permissions {
            guard case .forbidden(let refusal) = permission.verdict else { return nil }
            first = first ?? refusal
        }
        return first
    }

    private func trial(of choice: Permission.Choice, _ fact: Fact, within limits: ContractLimits) -> Permission.Trial {
        Permission.Trial(choice: choice, fact: fact, outcome: outcome(of: fact, within: limits))
    }

    private func outcome(of fact: Fact, within limits: ContractLimits) -> Permission.Outcome {
        do throws(Refusal) {
            return try decide([fact], within: limits).isEmpty ? .known : .accepted
        } catch { return .refused(error) }
    }
}
