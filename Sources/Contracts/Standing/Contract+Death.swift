extension Contract {
    /// Whether a known fact says that the holder died: an end of employment or of portability.
    public var endsByDeath: Bool {
        facts.transitions.all.contains { transition in
            switch transition.fact {
            case .employmentEnd(let fact): fact.reason == .death
            case .portabilityEnd(let fact): fact.reason == .death
            default: false
            }
        }
    }
}
