public import CivilTime

extension Contract {
    /// The cotisation of a month. A single day decides the whole month.
    public func cotisation(of month: Month) -> Cotisation { cotisation(of: month, lines) }

    /// The same, from lines that are already drawn.
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

    /// The difference of a month's cotisation from an earlier knowledge; zero was owed while the contract was unknown.
    public func adjustment(of month: Month, since before: Contract?) -> Adjustment {
        let flows = due(in: month) - (before?.due(in: month) ?? .zero)
        return Adjustment(flows: flows, because: flows == .zero ? [] : [Reason(.adjustment)])
    }

    /// The cotisation of every month, as runs of equal flows. The first run has no beginning, the last no end.
    public var cotisations: [(from: Month?, through: Month?, due: Flows)] { cotisations(lines) }

    /// The same, from lines that are already drawn.
    public func cotisations(_ lines: Lines) -> [(from: Month?, through: Month?, due: Flows)] {
        dues(lines).runs.map { ($0.from, $0.through, $0.value) }
    }

    /// The cotisation of every month.
    func dues(_ lines: Lines) -> MonthLine<Flows> { liabilities(lines).map(\.due) }

    /// The cotisation of every month, with its terms.
    func liabilities(_ lines: Lines) -> MonthLine<Situation.Liability> {
        MonthLine { month in liability(of: month, lines) }
    }

    /// The cotisation of a month with its terms, and the first later month in which it may differ.
    func liability(of month: Month, _ lines: Lines) -> (value: Situation.Liability, until: Month?) {
        let reckoning = Reckoning(of: month, in: self, lines)
        return (reckoning.liability, until: reckoning.until)
    }
}
