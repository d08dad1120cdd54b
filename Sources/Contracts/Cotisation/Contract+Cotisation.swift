public import CivilTime

extension Contract {
    /// What a month comes to, whole: one day decides it.
    public func cotisation(of month: Month) -> Cotisation { cotisation(of: month, lines) }

    /// The same, from everyone's cover as it is drawn already.
    public func cotisation(of month: Month, _ lines: Lines) -> Cotisation {
        let reckoning = Reckoning(of: month, in: self, lines)
        return Cotisation(
            month: month, decidedOn: reckoning.day, standing: reckoning.standing, lines: reckoning.lines, due: reckoning.due,
            collection: reckoning.collection, unconfirmed: reckoning.prices.unconfirmed.names,
            because: [Reason(.cotisationMonth, event: reckoning.event)] + reckoning.rules.map { Reason($0) }
                + coverReasons(on: reckoning.day))
    }

    /// Who owes what in a month.
    public func due(in month: Month) -> Flows { cotisation(of: month).due }

    /// What a month comes to, less what it came to as known before; nothing was owed while the contract was not known.
    public func adjustment(of month: Month, since before: Contract?) -> Adjustment {
        let flows = due(in: month) - (before?.due(in: month) ?? .zero)
        return Adjustment(flows: flows, because: flows == .zero ? [] : [Reason(.adjustment)])
    }

    /// What every month comes to, as runs of months with the same flows; the first has no beginning, the last no end.
    public var cotisations: [(from: Month?, through: Month?, due: Flows)] { cotisations(lines) }

    /// The same, from everyone's cover as it is drawn already.
    public func cotisations(_ lines: Lines) -> [(from: Month?, through: Month?, due: Flows)] {
        dues(lines).runs.map { ($0.from, $0.through, $0.value) }
    }

    /// What every month comes to.
    func dues(_ lines: Lines) -> MonthLine<Flows> { liabilities(lines).map(\.due) }

    /// What every month comes to, with its terms.
    func liabilities(_ lines: Lines) -> MonthLine<Situation.Liability> {
        MonthLine { month in liability(of: month, lines) }
    }

    /// What a month comes to, with its terms, and the first later month that may come to something else.
    func liability(of month: Month, _ lines: Lines) -> (value: Situation.Liability, until: Month?) {
        let reckoning = Reckoning(of: month, in: self, lines)
        return (reckoning.liability, until: reckoning.until)
    }
}
