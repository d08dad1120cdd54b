public import CivilTime

extension Contract {
    /// Which facts may be told for a day: a permission for each kind, in the order of ``FactKind``.
    ///
    /// ``decide(_:within:)`` judges some facts of each kind, so no rule is written twice. A fact that names a month, an absence or an employment is
    /// tried for the one of the day or, when the day has none, for the last before and the first after. Rescissions are tried event by event, until one
    /// is accepted.
    ///
    /// The contract must be known at the present instant.
    ///
    /// - Parameters:
    ///   - day: the day in the field that dates a fact: `lastDay` of an end of employment, `effectiveOn` of most others.
    ///   - limits: how much the contract may hold.
    public func permissions(on day: Day, within limits: ContractLimits = .none) -> [Permission] {
        FactKind.allCases.map { kind in
            let candidates = Candidates(of: kind, for: day, in: self)
            var trials: [Permission.Trial] = []
            for (choice, fact) in candidates.facts {
                let outcome = outcome(of: fact, within: limits)
                trials.append(Permission.Trial(choice: choice, fact: fact, outcome: outcome))
                if candidates.isOneEnough, outcome == .accepted {
                    trials.removeFirst(trials.count - 1)
                    break
                }
            }
            return Permission(kind: kind, field: candidates.field, trials: trials)
        }
    }

    /// Why no correction may be told; `nil` when one may. It may on a contract with events, when a fact of some kind may be told.
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

    private func outcome(of fact: Fact, within limits: ContractLimits) -> Permission.Outcome {
        do throws(Refusal) {
            return try decide([fact], within: limits).isEmpty ? .known : .accepted
        } catch { return .refused(error) }
    }
}
