public import CivilTime

/// One of the three flows of money: who owes whom.
public enum Flow: String, CaseIterable, Sendable {
    case employerToInsurer, agentToInsurer, employerToAgent
}

extension Flows {
    /// The amount of one flow.
    public subscript(flow: Flow) -> Money {
        switch flow {
        case .employerToInsurer: employerToInsurer
        case .agentToInsurer: agentToInsurer
        case .employerToAgent: employerToAgent
        }
    }
}
