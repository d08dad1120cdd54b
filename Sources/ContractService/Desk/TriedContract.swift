public import Contracts

/// A contract, and the facts that a dry run would record about it.
public struct TriedContract: Sendable {
    /// The contract as known now, without the facts.
    public let before: Contract
    /// The new facts, in order.
    public let facts: [Fact]

    /// A contract, and new facts about it.
    public init(_ before: Contract, _ facts: [Fact]) {
        self.before = before
        self.facts = facts
    }

    /// The contract with the facts, recorded now.
    ///
    /// - Throws: `scheme.unknown` when a fact names a missing scheme.
    public func after() throws(ServiceError) -> Contract {
        var after = before
        let told = zip((before.version + 1)..., facts).map { RecordedFact(version: $0, recordedAt: before.knownAt, fact: $1) }
        do throws(Refusal) { try after.learn(told) } catch { throw ServiceError.refused(error.rule) }
        return after
    }
}
