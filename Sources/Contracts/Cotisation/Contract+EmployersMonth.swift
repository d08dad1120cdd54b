import CivilTime

extension Contract {
    /// Whether an employer may see a month: on its deciding day they are the contract's employer and the holder is employed.
    ///
    /// - Parameter cotisation: the month's cotisation in this contract.
    public func belongs(_ cotisation: Cotisation, to employer: String) -> Bool {
        var glance = Glance(cotisation.decidedOn)
        return cotisation.standing.isEmployed && facts.employers.on(&glance)?.value == employer
    }
}

extension CotisationCollection {
    /// Whether the employer sees the agent's flow, because the employer collects it.
    public var showsAgentToEmployer: Bool { method == .payroll }
}
