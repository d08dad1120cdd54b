public import CivilTime

extension Contract {
    /// The last day on which recording a fact is in time: its effective day or, for a proof, the last day on which the proof is in time.
    /// `nil` for a fact without an effective day.
    ///
    /// Only for a contract with facts: the first names the scheme that has the term.
    public func inTimeThrough(_ fact: Fact) -> Day? {
        if case .proof(let proof) = fact { proofDueThrough(proof.month) } else { fact.effectiveOn }
    }
}
