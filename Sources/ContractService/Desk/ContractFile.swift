import CivilTime
import Contracts
import EventLog
import FoundationEssentials

/// A contract in the hands of one group: as it is in the working set, with what the group expects to append.
///
/// A class: the commands of the group change it one after the other, where it is.
final class ContractFile {
    let id: UUID
    /// As it is in the working set.
    private let folded: FoldedContract
    /// The contract; a refusal when it names a scheme that this service lacks.
    private(set) var contract: Result<Contract, Refusal>
    /// The contract's version, with what is foreseen.
    private(set) var version: Int

    /// A contract of the working set.
    init(_ id: UUID, _ folded: FoldedContract, schemes: Schemes) {
        self.id = id
        self.folded = folded
        version = folded.facts.count
        do throws(Refusal) { contract = .success(try folded.contract(schemes)) } catch { contract = .failure(error) }
    }

    /// Decides what follows as if these facts were recorded.
    func foresee(_ facts: [Fact], at now: Instant) throws {
        if facts.isEmpty { return }
        let last = try contract.get().events.last
        let instant = max(now, last?.recordedAt ?? now)
        let told = zip((version + 1)..., facts).map { RecordedFact(version: $0, recordedAt: instant, fact: $1) }
        version += facts.count
        change { contract throws(Refusal) in try contract.learn(told) }
    }

    /// The contract with all that was foreseen, which is recorded now; nil when nothing was.
    func recorded(at instant: Instant) -> FoldedContract? {
        if version == folded.facts.count { return nil }
        change { contract in contract.date(from: folded.facts.count + 1, at: instant) }
        return (try? contract.get()).map { FoldedContract($0) }
    }

    /// The days of birth that were told of a person, with what is foreseen.
    func birthDays(of person: Person) -> [Day] {
        guard case .success(let contract) = contract else { return [] }
        return BirthDays(contract.events.lazy.map(\.fact))[person]
    }

    /// Those whom the contract knows by another day of birth than these facts tell.
    func bornAnew(by facts: [Fact]) -> [Person] {
        if version == 0 { return [] }
        return facts.compactMap(\.birth).compactMap { person, day in
            let known = birthDays(of: person)
            return known.isEmpty || known.contains(day) ? nil : person
        }
    }

    /// The first answer to a command again; nil when the working set does not hold yet what it recorded.
    func acceptance(replaying receipt: Receipt) -> Acceptance? {
        guard let versions = receipt.versions else { return Acceptance(receipt, facts: [], replayed: true) }
        guard versions.upperBound <= folded.facts.count else { return nil }
        return Acceptance(receipt, facts: folded.facts[(versions.lowerBound - 1)..<versions.upperBound].map(\.fact), replayed: true)
    }

    /// Changes the contract where it is, so that it is not copied.
    private func change(_ body: (inout Contract) throws(Refusal) -> Void) {
        guard case .success(var changed) = contract else { return }
        contract = .failure(Refusal(.schemeUnknown))
        do throws(Refusal) {
            try body(&changed)
            contract = .success(changed)
        } catch { contract = .failure(error) }
    }
}
