public import Contracts
public import JSON

/// A contract as known at an instant, and as it is at present.
public struct KnownContract: Sendable {
    /// Its identifier.
    public let id: ContractID
    /// The contract as known at the requested instant.
    public let known: Contract
    /// The contract with all recorded facts.
    public let present: Contract

    /// The answer to ``Question/timeline``.
    public var timeline: JSON {
        var drawn = DrawnContract(known)
        return drawn.timelineAnswer(of: id)
    }
}
