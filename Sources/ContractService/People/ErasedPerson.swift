import CivilTime
public import JSON

/// That a person is erased.
public struct ErasedPerson: Sendable {
    /// The answer: the contract, the person, when they were erased, and the version and position of the event that says so.
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
