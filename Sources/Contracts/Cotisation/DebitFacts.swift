public import CivilTime

/// The facts that decide under which mandate an agent is debited, and whether an end by death is known. All others may be left out.
public struct DebitFacts: Sendable {
    /// The kinds of facts that count.
    public static let kinds: Set<FactKind> = [.mandateRegistration, .mandateRevocation, .employmentEnd, .portabilityEnd, .rescission]

    private let facts: FactsInForce

    /// - Parameter events: those of a contract that are known, in order of version; at least those of the kinds that count.
    public init(_ events: some Sequence<RecordedFact>) { facts = FactsInForce(events) }

    fileprivate init(_ facts: FactsInForce) { self.facts = facts }

    /// The mandate that is used on a day: of those in force, the one registered last, by day and then by order of recording.
    public func mandate(on day: Day) -> RegisteredMandate? { facts.mandates.mandate(on: day) }

    /// Whether a known fact says that the holder died: an end of employment or of portability.
    public var endsByDeath: Bool {
        facts.transitions.all.contains { transition in
            switch transition.fact {
            case .employmentEnd(let fact): fact.reason == .death
            case .portabilityEnd(let fact): fact.reason == .death
            default: false
            }
        }
    }
}

extension Contract {
    /// The facts that decide whether its agent is debited.
    public var debitFacts: DebitFacts { DebitFacts(facts) }
}
