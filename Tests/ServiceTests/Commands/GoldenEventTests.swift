import Contracts
import JSON
import Testing

@testable import ContractService

/// What the log holds is read for ever: a body, the bytes its event is written in, and the fact these bytes tell.
@Suite(.timeLimit(.minutes(10))) struct GoldenEventTests {
    @Test func `every command but a correction has its event in the file, and every event its command`() {
        let types = CommandName.allCases.compactMap(\.eventType)
        #expect(Set(GoldenEvent.all.map(\.command)) == Set(CommandName.allCases).subtracting([.correct]))
        #expect(types.map { CommandName(eventType: $0) } == CommandName.allCases.dropLast())
        #expect(Set(types).count == 21 && CommandName.correct.eventType == nil)
    }

    @Test(arguments: GoldenEvent.present)
    func `a command is written in the golden bytes`(event: GoldenEvent) throws {
        let fact = try Command(event.command, body: event.body).fact
        #expect(fact.commandName == event.command)
        #expect(event.command.eventType == event.type)
        guard EventCodec.schema(of: fact) == event.schema else { return }
        let payload = EventCodec.payload(of: fact, from: try Command(event.command, body: event.body).source)
        #expect(String(decoding: payload, as: UTF8.self) == String(decoding: event.payload, as: UTF8.self))
    }

    /// The log is read for ever, whatever commands are held to since.
    @Test(arguments: GoldenEvent.all.filter(\.isEarlierForm))
    func `what was recorded in a wider form is read, and no command tells it any more`(event: GoldenEvent) throws {
        let fact = try EventCodec.fact(type: event.type, schema: event.schema, payload: event.payload)
        #expect(EventCodec.payload(of: fact) == event.payload)
        let body = try JSON(parsing: event.payload)
        #expect(throws: MalformedField.self) { try Command(event.command, body: body) }
    }

    @Test(arguments: GoldenEvent.present)
    func `the golden bytes tell the fact of the command`(event: GoldenEvent) throws {
        let told = try EventCodec.told(type: event.type, schema: event.schema, payload: event.payload)
        let command = try Command(event.command, body: event.body)
        #expect(told.fact == command.fact && told.source == command.source)
        if EventCodec.schema(of: told.fact) == event.schema {
            #expect(EventCodec.payload(of: told.fact, from: told.source) == event.payload)
        }
    }

    @Test func `every form ever written is in the file`() {
        for type in CommandName.allCases.compactMap(\.eventType) {
            let forms = Set(GoldenEvent.all.filter { $0.type == type }.map(\.schema))
            #expect(forms == Set(1...Upcasters.all.schema(of: type)), "\(type)")
        }
    }

    @Test func `an old form is brought up to the present one, a step at a time`() throws {
        // Two forms that never were: pay in francs, then in euros.
        let upcasters = Upcasters([
            "payDeclared": [
                { francs in ["effectiveOn": francs["effectiveOn"] ?? nil, "euros": francs["francs"] ?? nil] },
                { euros in
                    guard case .integer(let number)? = euros["euros"] else { throw MalformedField(.missing, at: "/euros") }
                    return ["effectiveOn": euros["effectiveOn"] ?? nil, "grossMonthlyPayCents": .integer(number * 100)]
                },
            ]
        ])
        func pay(_ schema: Int, _ payload: String) throws -> Fact {
            try EventCodec.fact(type: "payDeclared", schema: schema, payload: Array(payload.utf8), upcasters: upcasters)
        }
        let present = try pay(3, #"{"effectiveOn":"2026-05-01","grossMonthlyPayCents":210000}"#)
        #expect(try pay(2, #"{"effectiveOn":"2026-05-01","euros":2100}"#) == present)
        #expect(try pay(1, #"{"effectiveOn":"2026-05-01","francs":2100}"#) == present)
        #expect(upcasters.schema(of: "payDeclared") == 3)
        #expect(upcasters.schema(of: "resumed") == 1)
        for (schema, payload) in [(0, "{}"), (4, "{}"), (2, #"{"effectiveOn":"2026-05-01"}"#)] {
            #expect(throws: EventCodec.Unreadable.self) { try pay(schema, payload) }
        }
    }

    @Test(arguments: GoldenEvent.all)
    func `what is not the promised form is told, and never taken for a fact`(event: GoldenEvent) {
        for (type, schema) in [(event.type, 2), (event.type, 0), ("\(event.type)X", 1), (event.command.rawValue + "?", 1)] {
            #expect(throws: EventCodec.Unreadable.self) { try EventCodec.fact(type: type, schema: schema, payload: event.payload) }
        }
        for payload in [Array("{}".utf8), Array("[]".utf8), Array(event.payload.dropLast()), []] {
            #expect(throws: EventCodec.Unreadable.self) { try EventCodec.fact(type: event.type, schema: 1, payload: payload) }
        }
    }

    /// Personal data would be read from a command; from the log it is refused, so that none can have got there.
    @Test(arguments: [
        ("affiliated", "/holder/identity"), ("beneficiaryAdded", "/identity"), ("mandateRegistered", "/iban"),
    ])
    func `a payload with personal data is not read`(type: String, pointer: String) throws {
        let event = try #require(GoldenEvent.all.first { $0.type == type })
        #expect(event.body.description.contains(pointer.split(separator: "/").last ?? "?"))
        let payload = event.body.bytes(sortedKeys: true)
        let error = #expect(throws: EventCodec.Unreadable.self) { try EventCodec.fact(type: type, schema: 1, payload: payload) }
        guard case .malformed(type, pointer) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
