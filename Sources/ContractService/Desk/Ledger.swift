import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials

/// Interprets a contract's events: schemes, clock and limits for folding their facts.
struct Ledger: Sendable {
    let schemes: Schemes
    let clock: any ServiceClock
    /// The schemes of each creditor.
    var creditors = CreditorSchemes([:])
    /// The size limits of a contract.
    var limits: ContractLimits = .standard

    /// An event with its fact, its source, and its proposer if another caller confirmed it.
    struct Entry: Sendable {
        let event: RecordedEvent
        let fact: RecordedFact
        let source: CommandSource?
        let proposedBy: String?

        init(_ event: RecordedEvent) throws {
            self.event = event
            let told = try EventCodec.told(type: event.type, schema: event.schema, payload: event.payload)
            fact = RecordedFact(version: event.version, recordedAt: Instant(microseconds: event.recordedAt), fact: told.fact)
            source = told.source
            proposedBy = told.proposedBy
        }
    }

    /// The present instant for a decision or question. Never before the last recorded fact, even if another machine's clock was ahead.
    func present(after facts: [RecordedFact]) -> Instant {
        max(clock.now(), facts.last?.recordedAt ?? Instant(microseconds: .min))
    }

    /// The contract as known at `knownAt`.
    ///
    /// - Throws: `contract.unknown` when nothing was known then; `scheme.unknown` when the service lacks the contract's scheme.
    func contract(_ facts: [RecordedFact], knownAt: KnownAt) throws(ServiceError) -> Contract {
        let contract: Contract?
        do throws(Refusal) {
            contract =
                switch knownAt {
                case .now: try Contract(events: facts, knownAt: present(after: facts), schemes: schemes)
                case .instant(let instant): try Contract(events: facts, knownAt: instant, schemes: schemes)
                case .version(let version): try Contract(events: facts, version: version, schemes: schemes)
                }
        } catch { throw .refused(error.rule) }
        guard let contract, contract.version > 0 else { throw .refused(.contractUnknown) }
        return contract
    }
}
