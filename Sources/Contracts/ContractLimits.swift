/// How much one contract may hold: limits of the deployment, not of the scheme.
///
/// They bound what one contract costs all others: every answer about it takes a time that grows with what it holds.
public struct ContractLimits: Hashable, Sendable {
    /// The most facts recorded. Annulled ones count. Rescissions and erasures do not: there is at most one for each fact or person.
    public var facts: Int
    /// The most beneficiaries with an enrolment in force.
    public var beneficiaries: Int

    /// These limits.
    public init(facts: Int, beneficiaries: Int) {
        self.facts = facts
        self.beneficiaries = beneficiaries
    }

    /// No limit that a contract could reach.
    public static let none = ContractLimits(facts: .max, beneficiaries: .max)
}

extension Contract {
    /// Makes sure that the contract has room for a fact. A rescission and a fact that is known already need none.
    ///
    /// - Throws: `contract.full`.
    func checkRoom(for fact: Fact, within limits: ContractLimits) throws(Refusal) {
        if fact.isFinal { return }
        if case .proof(let proof) = fact, facts.proof(of: proof.month)?.fact == proof { return }
        if case .enrolment(let enrolment) = fact, beneficiaries.count >= limits.beneficiaries,
            !beneficiaries.contains(where: { $0.id == enrolment.beneficiary })
        {
            throw Refusal(.contractFull)
        }
        if events.count - facts.rescissions - facts.erasures.count >= limits.facts { throw Refusal(.contractFull) }
    }
}
