/// How much one contract may hold: limits of the deployment, not of the scheme.
///
/// They bound the cost of a contract for all others: the time of every answer grows with its size.
public struct ContractLimits: Hashable, Sendable {
    /// The most recorded facts, annulled ones included. Rescissions and erasures do not count: each fact or person has at most one.
    public var facts: Int
    /// The most beneficiaries with an enrolment in force.
    public var beneficiaries: Int

    /// These limits.
    public init(facts: Int, beneficiaries: Int) {
        self.facts = facts
        self.beneficiaries = beneficiaries
    }

    /// Limits that no contract can reach.
    public static let none = ContractLimits(facts: .max, beneficiaries: .max)
}

extension Contract {
    /// Checks that the contract has room for a fact. A rescission, or a fact known already, needs no room.
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
