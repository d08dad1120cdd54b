import Access
import FoundationEssentials
import JSON
import Synchronization

/// Stands in for the proposals: keeps them in memory, and decides by the rules of the database.
final class ScriptedProposals: ProposalKeeping {
    private let kept = Mutex<[ProposedChange]>([])
    private let keys = Mutex<[String: UUID]>([:])

    /// A clerk's proposal.
    static var waiting: ProposedChange {
        ProposedChange(
            number: 1, id: UUID(), request: ProposedRequest(.rescind, path: "/", contract: UUID(), body: [:]), proposedBy: "clerk",
            proposedAt: 0,
            endsAt: 604_800_000_000, state: .waiting)
    }

    init(_ proposals: [ProposedChange] = []) { kept.withLock { $0 = proposals } }

    var all: [ProposedChange] { kept.withLock { $0 } }

    func propose(_ request: ProposedRequest, by caller: String, key: String?) async throws -> ProposedChange {
        let made = kept.withLock { kept in
            let made = ProposedChange(
                number: Int64(kept.count + 1), id: UUID(), request: request, proposedBy: caller, proposedAt: 0, endsAt: 604_800_000_000,
                state: .waiting)
            kept.append(made)
            return made
        }
        if let key { keys.withLock { $0["\(caller) \(key)"] = made.id } }
        return made
    }

    func proposal(under key: String, by caller: String, for request: ProposedRequest) async throws -> ProposedChange? {
        guard let found = keys.withLock({ $0["\(caller) \(key)"] }).flatMap({ id in all.first { $0.id == id } }) else { return nil }
        if found.request != request { throw ProposalTrouble.otherRequest }
        return found
    }

    func proposal(_ id: UUID) async throws -> ProposedChange? { all.first { $0.id == id } }

    func proposals(by caller: String, andOthers others: Bool, before: Int64?, limit: Int) async throws -> [ProposedChange] {
        Array(
            all.reversed().filter { ($0.proposedBy == caller || others && $0.state == .waiting) && $0.number < before ?? .max }
                .prefix(limit))
    }

    func settle(_ decision: ProposalDecision, on id: UUID, by caller: String) async throws -> ProposedChange? {
        change(id) { proposal in
            guard proposal.state == .waiting, (proposal.proposedBy == caller) == (decision == .withdraw) else { return nil }
            return switch decision {
            case .confirm: .confirming
            case .reject(let reason): .rejected(reason: reason)
            case .withdraw: .withdrawn
            }
        } by: {
            ProposedChange.Decision(by: caller, at: 1_000_000)
        }
    }

    func settle(_ id: UUID, refusal: JSON?) async throws -> ProposedChange? {
        change(id) { proposal in
            proposal.state == .confirming ? refusal.map { .refused($0) } ?? .confirmed : nil
        } by: {
            nil
        }
    }

    func confirming() async throws -> [ProposedChange] { all.filter { $0.state == .confirming } }

    private func change(
        _ id: UUID, _ state: (ProposedChange) -> ProposedChange.State?, by decision: () -> ProposedChange.Decision?
    ) -> ProposedChange? {
        kept.withLock { kept in
            guard let place = kept.firstIndex(where: { $0.id == id }) else { return nil }
            let old = kept[place]
            if let state = state(old) {
                kept[place] = ProposedChange(
                    number: old.number, id: old.id, request: old.request, proposedBy: old.proposedBy, proposedAt: old.proposedAt,
                    endsAt: old.endsAt, state: state, decision: decision() ?? old.decision)
            }
            return kept[place]
        }
    }
}
