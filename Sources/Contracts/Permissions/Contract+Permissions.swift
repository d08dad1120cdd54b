public import CivilTime

extension Contract {
    /// What may be told for a day, kind by kind, in the order of ``FactKind``.
    ///
    /// For each kind facts are tried by ``decide(_:within:)``, so that no rule stands here a second time. A fact that names no day of its own, but a
    /// month, an absence or an employment, is tried for the one of that day, the last one before and the next one after. A rescission is tried for one
    /// event after the other, until one can be annulled.
    ///
    /// The contract must be known at the present instant.
    ///
    /// - Parameters:
    ///   - day: the day that the facts say in the field that dates them.
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

    /// Why no correction may be told; `nil` when one may: on a contract with events, where a fact of some kind may be told.
    ///
    /// - Parameter permissions: those of a day.
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
