public import Contracts
public import JSON

/// One contract, with two times: as known at an instant, and as it is at present.
public struct KnownContract: Sendable {
    /// Its identifier.
    public let id: ContractID
    /// As known at the instant asked about.
    public let known: Contract
    /// With all that was recorded.
    public let present: Contract

    /// The answer to ``Question/timeline``.
    public var timeline: JSON {
        var drawn = DrawnContract(known)
        return drawn.timelineAnswer(of: id)
    }
}
