import CivilTime
import Contracts
import EventLog
import FoundationEssentials

/// A contract during the decision of one group: the cached contract, with the facts that the group expects to append.
///
/// A class: the group's commands change it in place, one after another.
final class ContractFile {
    let id: UUID
    /// The cached contract.
    private let folded: FoldedContract
    /// The contract, or a refusal when the service lacks its scheme.
    private(set) var contract: Result<Contract, Refusal>
    /// The contract's version, including expected facts.
    private(set) var version: Int

    /// A file for a cached contract.
    init(_ id: UUID, _ folded: FoldedContract, schemes: Schemes) {
        self.id = id
        self.folded = folded
        version = folded.facts.count
        do throws(Refusal) { contract = .success(try folded.contract(schemes)) } catch { contract = .failure(error) }
    }

    /// Adds expected facts: later commands of the group are decided as if they were recorded.
    func foresee(_ facts: [Fact], at now: Instant) throws {
        if facts.isEmpty { return }
        let last = try contract.get().events.last
        let instant = max(now, last?.recordedAt ?? now)
        let told = zip((version + 1)..., facts).map { RecordedFact(version: $0, recordedAt: instant, fact: $1) }
        version += facts.count
        change { contract throws(Refusal) in try contract.learn(told) }
    }

    /// The references of mandates that facts register, and that must be no other contract's.
    func mandateClaims(of facts: [Fact], by ledger: Ledger) -> [MandateClaim] {
        guard case .success(let contract) = contract else { return [] }
        return ledger.mandateClaims(of: facts, on: contract, id)
    }

    /// The contract with all expected facts, recorded at `instant`; nil when there are none.
    func recorded(at instant: Instant) -> FoldedContract? {
        if version == folded.facts.count { return nil }
        change { contract in contract.date(from: folded.facts.count + 1, at: instant) }
        return (try? contract.get()).map { FoldedContract($0) }
    }

    /// The recorded days of birth of a person, including expected facts.
    func birthDays(of person: Person) -> [Day] {
        guard case .success(let contract) = contract else { return [] }
        return BirthDays(contract.events.lazy.map(\.fact))[person]
    }

    /// The known people whose day of birth differs in these facts.
    func bornAnew(by facts: [Fact]) -> [Person] {
        if version == 0 { return [] }
        return facts.compactMap(\.birth).compactMap { person, day in
            let known = birthDays(of: person)
            return known.isEmpty || known.contains(day) ? nil : person
        }
    }

    /// The first answer again; nil while the cache lacks the facts that the command recorded.
    func acceptance(replaying receipt: Receipt) -> Acceptance? {
        guard let versions = receipt.versions else { return Acceptance(receipt, facts: [], replayed: true) }
        guard versions.upperBound <= folded.facts.count else { return nil }
        return Acceptance(receipt, facts: folded.facts[(versions.lowerBound - 1)..<versions.upperBound].map(\.fact), replayed: true)
    }

    /// Changes the contract in place, without a copy.
    private func change(_ body: (inout Contract) throws(Refusal) -> Void) {
        guard case .success(var changed) = contract else { return }
        contract = .failure(Refusal(.schemeUnknown))
        do throws(Refusal) {
            try body(&changed)
            contract = .success(changed)
        } catch { contract = .failure(error) }
    }
}
