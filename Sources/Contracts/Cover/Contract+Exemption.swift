import CivilTime

extension Contract {
    /// The first day on which an exemption holds no more: the day after its term. An exemption for an individual contract ends at the latest
    /// `exemptionIndividualContractMaxMonths` after the first of consecutive exemptions on that ground. `nil` where it has no end.
    func exemption(of piece: StandingLine.Piece) -> Day? {
        guard case .exemption(let exemption) = piece.transition.fact else { return nil }
        let term = exemption.through?.next
        guard let first = piece.individualContractsFrom else { return term }
        let months = scheme(on: first).parameters.exemptionIndividualContractMaxMonths.value(on: first)
        let limit = first.adding(months: months)
        return term.map { min($0, limit) } ?? limit
    }
}
