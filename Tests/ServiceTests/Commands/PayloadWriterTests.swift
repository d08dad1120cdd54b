import Contracts
import JSON
import Testing

@testable import ContractService

/// Payloads are written without a tree, and are what the tree would be.
@Suite(.timeLimit(.minutes(10))) struct PayloadWriterTests {
    @Test(arguments: BodyTable.all)
    func `an event's payload is the tree of its fact with sorted keys`(table: BodyTable) throws {
        var bodies = [table.full]
        for field in table.fields where field.path.count == 1 {
            guard case .object(var less) = table.full else { continue }
            less[field.path[0]] = nil
            if field.isOptional { bodies.append(.object(less)) }
            for value in field.form.good {
                less[field.path[0]] = value
                bodies.append(.object(less))
            }
        }
        for body in bodies {
            // With a month compensated in full the day of a loss is unknown.
            guard let fact = try? Command(table.command, body: body).fact else { continue }
            expectSame(fact)
        }
        expectSame(try Command(table.command, body: table.full).fact)
    }

    @Test(arguments: GoldenEvent.present)
    func `so is that of every golden event`(event: GoldenEvent) throws {
        expectSame(try Command(event.command, body: event.body).fact)
    }

    @Test func `objects may be empty, in one another, and told in any order`() {
        func tell(_ fields: inout some FieldWriter) {
            fields.put("b", "\"\u{0}\u{1f}é\\")
            fields.put("none") { _ in }
            fields.put("a") {
                $0.put("z", [3, 1]) {
                    $0.put("number", $1)
                    $0.put("even", $1 % 2 == 0)
                }
                $0.put("y", [Int]()) { $0.put("number", $1) }
                $0.put("y\u{0}") { $0.put("\u{e9}", -1) }
            }
            fields.put("", true)
        }
        var tree = JSON.Object()
        tell(&tree)
        #expect(PayloadWriter.bytes { tell(&$0) } == JSON.object(tree).bytes(sortedKeys: true))
        #expect(PayloadWriter.bytes { _ in } == Array("{}".utf8))
    }

    private func expectSame(_ fact: Fact) {
        let (payload, tree) = (EventCodec.payload(of: fact), fact.payload)
        #expect(String(decoding: payload, as: UTF8.self) == String(decoding: tree.bytes(sortedKeys: true), as: UTF8.self))
    }
}
