import CivilTime
import Contracts
import EventLog
import FoundationEssentials

/// A contract's events as the log keeps them, with the facts they tell.
struct Ledger: Sendable {
    let schemes: Schemes
    let clock: any ServiceClock
    /// How much a contract may hold.
    var limits: ContractLimits = .standard

    /// An event, its fact, where its command came from, and who proposed that if another caller confirmed it.
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

    /// The instant of a decision or a question about now: never before what is recorded already, whatever another machine's clock said.
    func present(after facts: [RecordedFact]) -> Instant {
        max(clock.now(), facts.last?.recordedAt ?? Instant(microseconds: .min))
    }

    /// The contract as known.
    ///
    /// - Throws: `contract.unknown` when nothing was known then; `scheme.unknown` when it names a scheme that this service lacks.
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
