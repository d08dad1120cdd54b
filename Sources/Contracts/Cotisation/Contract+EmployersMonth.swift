import CivilTime

extension Contract {
    /// Whether a month is an employer's to see: on the day that decides it they are the contract's employer, and the holder is employed.
    ///
    /// - Parameter cotisation: what the month comes to in this contract.
    public func belongs(_ cotisation: Cotisation, to employer: String) -> Bool {
        var glance = Glance(cotisation.decidedOn)
        return cotisation.standing.isEmployed && facts.employers.on(&glance)?.value == employer
    }
}

extension CotisationCollection {
    /// Whether the employer sees the agent's flow: they collect it.
    public var showsAgentToEmployer: Bool { method == .payroll }
}
