import Contracts
import FoundationEssentials
import JSON
import Testing

@testable import ContractService
@testable import EventLog

/// What analysts see of an event.
@Suite struct PseudonymousEventTests {
    @Test func `for each field that an event can have it is decided whether analysts see it`() throws {
        var keys: Set<String> = ["source", "channel", "reference", "person"]
        for event in GoldenEvent.all {
            keys.formUnion(try EventCodec.fact(type: event.type, schema: event.schema, payload: event.payload).payload.keys)
        }
        #expect(keys == Set(PseudonymousEvent.fields.keys))
    }

    @Test func `no caller, no words, no reference and no day of birth is shown`() throws {
        for event in GoldenEvent.all {
            let shown = try PseudonymousEvent(recorded(event))
            let text = String(decoding: shown.data.bytes(), as: UTF8.self)
            let body = try JSON(parsing: event.payload)
            for key in ["mandateReference", "reference", "proposedBy"] { #expect(shown.data.values(of: key) == [], "\(event)") }
            for key in ["bornOn", "childBornOn"] {
                for day in body.values(of: key) { #expect(!text.contains(day.string ?? "-"), "\(event)") }
            }
            let isFromList = ["employmentEnded", "portabilityEnded"].contains(event.type)
            #expect(shown.data.values(of: "reason").isEmpty != isFromList, "\(event)")
            #expect(!text.contains("clerk-7") && !text.contains("supervisor-3"))
        }
    }

    @Test func `a month stands in the place of a day of birth, and the source tells its channel alone`() throws {
        let payload: JSON = [
            "scheme": "littoral-2026", "effectiveOn": "2026-05-01", "employer": "0750001A",
            "employment": ["kind": "civilServant", "startedOn": "2019-09-01"], "holder": ["bornOn": "1985-03-14"], "option": "base",
            "grossMonthlyPayCents": 250_000, "source": ["channel": "post", "reference": "GED-2026/004711"], "proposedBy": "supervisor-3",
        ]
        let shown = try PseudonymousEvent(recorded("affiliated", 1, payload.bytes(sortedKeys: true)))
        let expected: JSON = [
            "scheme": "littoral-2026", "effectiveOn": "2026-05-01", "employer": "0750001A",
            "employment": ["kind": "civilServant", "startedOn": "2019-09-01"], "holder": ["bornIn": "1985-03"], "option": "base",
            "grossMonthlyPayCents": 250_000, "source": ["channel": "post"],
        ]
        #expect(shown.data == expected)
        #expect(shown.type == "affiliated" && shown.effectiveOn == "2026-05-01")
    }

    private func recorded(_ event: GoldenEvent) -> RecordedEvent { recorded(event.type, event.schema, event.payload) }

    private func recorded(_ type: String, _ schema: Int, _ payload: [UInt8]) -> RecordedEvent {
        RecordedEvent(
            position: 1, contract: UUID(), version: 1, type: type, schema: schema, recordedAt: 0, recordedBy: "clerk-7", payload: payload,
            hash: [])
    }
}

extension JSON {
    /// The keys of all objects in it.
    fileprivate var keys: Set<String> {
        switch self {
        case .object(let object): object.members.reduce(into: []) { $0.formUnion($1.value.keys.union([$1.key])) }
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.keys) }
        default: []
        }
    }

    /// The values of a key, at any depth.
    fileprivate func values(of key: String) -> [JSON] {
        switch self {
        case .object(let object): object.members.flatMap { ($0.key == key ? [$0.value] : []) + $0.value.values(of: key) }
        case .array(let elements): elements.flatMap { $0.values(of: key) }
        default: []
        }
    }
}
