public import CivilTime
import Contracts
public import EventLog
public import JSON

/// An event in the form for analysts: less than ``FeedEvent`` tells.
///
/// It has no caller, no clerks' words, no reference of a document or mandate. Of days of birth it has the month. Days, causes and amounts stay,
/// so it is still pseudonymous health data.
public struct PseudonymousEvent: Sendable {
    /// The type's name, such as `affiliated`.
    public let type: String
    /// The payload's schema: always the current one, even if the event was recorded in an older one.
    public let schema: Int
    /// When it was recorded.
    public let recordedAt: Instant
    /// The day from which the fact is true; `nil` for a fact without such a day.
    public let effectiveOn: Day?
    /// The fact's fields, as far as analysts see them.
    public let data: JSON

    /// What becomes of a field.
    enum Treatment: Equatable {
        /// It is exported as it is.
        case kept
        /// It is a day of birth: its month is exported, under this name.
        case month(as: String)
        /// It is left out.
        case withheld
    }

    /// What becomes of each field, at any depth. A field that is not listed is left out.
    ///
    /// `reason` stands for closed lists alone: clerks' words are taken away before.
    static let fields: [String: Treatment] = [
        "activityPeriods": .kept, "beneficiary": .kept, "benefitThrough": .kept, "bulletin": .kept, "cause": .kept, "cdaph": .kept,
        "channel": .kept, "compensated": .kept, "effectiveOn": .kept, "employer": .kept, "employment": .kept, "endsOn": .kept,
        "evidence": .kept, "fiscallyDependent": .kept, "from": .kept, "grossMonthlyPayCents": .kept, "ground": .kept, "holder": .kept,
        "income": .kept, "kind": .kept, "lastDay": .kept, "lostOn": .kept, "month": .kept, "notification": .kept, "opensOn": .kept,
        "option": .kept, "person": .kept, "reason": .kept, "relation": .kept, "remoteTransmission": .kept, "requestedOn": .kept,
        "retired": .kept, "scheme": .kept, "signedOn": .kept, "source": .kept, "startedOn": .kept, "status": .kept,
        "suspensionFrom": .kept, "swornStatementOn": .kept, "through": .kept, "version": .kept,
        "bornOn": .month(as: "bornIn"), "childBornOn": .month(as: "childBornIn"),
        // Of `registerMandate` and `revokeMandate`, and of documents in the archive: they lead to a person.
        "mandateReference": .withheld, "reference": .withheld,
    ]

    /// - Throws: when the type or schema is unknown, or the payload does not match them.
    public init(_ event: RecordedEvent) throws {
        recordedAt = Instant(microseconds: event.recordedAt)
        if LogStream.holds(event.contract) {
            type = event.type
            schema = event.schema
            effectiveOn = nil
            data = Self.shown(try JSON(parsing: event.payload))
            return
        }
        let entry = try Ledger.Entry(event)
        let fact = entry.fact.fact
        type = fact.eventType
        schema = EventCodec.schema(of: fact)
        effectiveOn = fact.effectiveOn
        var told = fact.payloadWithoutWords.object ?? JSON.Object()
        if let source = entry.source { told.append("source", source.json) }
        data = Self.shown(.object(told))
    }

    private static func shown(_ value: JSON) -> JSON {
        switch value {
        case .object(let object):
            var shown = JSON.Object()
            for member in object.members {
                switch fields[member.key] ?? .withheld {
                case .kept: shown.append(member.key, Self.shown(member.value))
                case .month(let name): shown.append(name, JSON(member.value.string.flatMap { Day($0) }.map { Month(of: $0).description }))
                case .withheld: break
                }
            }
            return .object(shown)
        case .array(let elements): return .array(elements.map(shown))
        case .null, .bool, .integer, .number, .string: return value
        }
    }
}
