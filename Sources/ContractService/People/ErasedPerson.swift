import CivilTime
public import JSON

/// The result of an erasure.
public struct ErasedPerson: Sendable {
    /// The answer: the contract, the person, the time, and the version and position of the erasure's event.
    public let body: JSON
}

extension ErasedPerson {
    init(_ person: Person, of contract: ContractID, version: Int, position: Int64, at instant: Instant) {
        body = [
            "contract": JSON(contract), "person": JSON(person), "erasedAt": JSON(instant), "version": JSON(version),
            "position": JSON(Int(position)),
        ]
    }
}
