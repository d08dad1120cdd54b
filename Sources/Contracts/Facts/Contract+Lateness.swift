public import CivilTime

extension Contract {
    /// The last day on which a fact of the contract is recorded in time: its effective day, or the last day on which the proof of a month is in time. Nil for
    /// a fact without an effective day.
    ///
    /// Only for a contract with facts: the first names the scheme that has the term.
    public func inTimeThrough(_ fact: Fact) -> Day? {
        if case .proof(let proof) = fact { proofDueThrough(proof.month) } else { fact.effectiveOn }
    }
}
