import CivilTime

extension Contract {
    /// The day after an exemption; `nil` when it has no end.
    ///
    /// It ends after its term. An exemption for an individual contract ends at the latest `exemptionIndividualContractMaxMonths` after the
    /// first of consecutive exemptions on that ground.
    func exemption(of piece: StandingLine.Piece) -> Day? {
        guard case .exemption(let exemption) = piece.transition.fact else { return nil }
        let term = exemption.through?.next
        guard let first = piece.individualContractsFrom else { return term }
        let months = scheme(on: first).parameters.exemptionIndividualContractMaxMonths.value(on: first)
        let limit = first.adding(months: months)
        return term.map { min($0, limit) } ?? limit
    }
}
