import Contracts
import JSON
import Testing

@testable import ContractService

/// Whatever is wrong with a body is refused, with a pointer to it; nothing is guessed, nothing ignored.
@Suite(.timeLimit(.minutes(10))) struct StrictnessTests {
    @Test(arguments: BodyTable.all)
    func `a body with every field is read`(table: BodyTable) throws {
        _ = try Command(table.command, body: table.full)
        #expect(!table.fields.isEmpty)
        for field in table.fields { #expect(table.full.value(at: field.path) != nil, "the full body lacks \(field.pointer)") }
    }

    @Test(arguments: BodyTable.all)
    func `a missing field is named, unless it may be absent`(table: BodyTable) {
        for field in table.fields where Int(field.path.last ?? "") == nil {
            let body = table.full.setting(nil, at: field.path)
            #expect(flaw(table.command, body) == (field.isOptional ? nil : MalformedField(.missing, at: field.pointer)))
        }
    }

    @Test(arguments: BodyTable.all)
    func `null stands for absent, and only for what may be`(table: BodyTable) {
        for field in table.fields {
            let flaw = flaw(table.command, table.full.setting(.null, at: field.path))
            #expect(
                field.isOptional ? flaw == nil : flaw?.pointer == field.pointer && flaw?.problem.isWrongType == true, "\(field.pointer)")
        }
    }

    @Test(arguments: BodyTable.all)
    func `a value of another kind is named`(table: BodyTable) {
        for field in table.fields {
            for value in field.form.ill where !(field.isOptional && value == .null) {
                let flaw = flaw(table.command, table.full.setting(value, at: field.path))
                #expect(
                    flaw?.pointer == field.pointer && flaw?.problem.isWrongType == true,
                    "\(field.pointer): \(value) gives \(String(describing: flaw))")
            }
        }
    }

    @Test(arguments: BodyTable.all)
    func `a value of the right kind and the wrong form is named`(table: BodyTable) {
        for field in table.fields {
            for value in field.form.bad {
                let flaw = flaw(table.command, table.full.setting(value, at: field.path))
                #expect(
                    flaw?.pointer == field.pointer && flaw?.problem.isBadValue == true,
                    "\(field.pointer): \(value) gives \(String(describing: flaw))")
            }
        }
    }

    @Test(arguments: BodyTable.all)
    func `every value of the form is read, and comes back from the log`(table: BodyTable) throws {
        guard let type = table.command.eventType else { return #expect(table.command == .correct) }
        for field in table.fields {
            // A day that is good by itself would write the period backwards.
            for value in field.form.good where !field.boundsPeriod(of: table.command) {
                // With a month compensated in full the day of a loss is unknown.
                if value == true, field.path == ["compensated"] { continue }
                let fact = try Command(table.command, body: table.full.setting(value, at: field.path)).fact
                #expect(try EventCodec.fact(type: type, schema: 1, payload: EventCodec.payload(of: fact)) == fact)
            }
        }
    }

    @Test(arguments: BodyTable.all)
    func `an unknown field is named wherever it is`(table: BodyTable) {
        let objects = [[]] + table.fields.filter { $0.form == .object }.map(\.path)
        for path in objects {
            for key in ["Zz", "effectiveon", "", "a/b~c", "known-at"] {
                let body = table.full.setting(1, at: path + [key])
                let escaped = key.replacing("~", with: "~0").replacing("/", with: "~1")
                let pointer = (path + [escaped]).map { "/\($0)" }.joined()
                #expect(flaw(table.command, body) == MalformedField(.unknown, at: pointer))
            }
        }
    }

    @Test(arguments: BodyTable.all)
    func `a field told twice is named before anything is read`(table: BodyTable) {
        for field in table.fields where Int(field.path.last ?? "") == nil {
            let text = table.full.text(repeating: field.path)
            #expect(throws: JSON.SyntaxError.duplicateKey(pointer: field.pointer), "\(text)") { try JSON(parsing: Array(text.utf8)) }
        }
    }

    @Test(arguments: CommandName.allCases)
    func `a body is an object`(command: CommandName) {
        for body: JSON in [.null, [], "x", 1, true] {
            #expect(flaw(command, body) == MalformedField(.wrongType(expected: .object)))
        }
    }

    @Test func `the day of a loss belongs to a loss, and a loss needs its day`() {
        let whole: JSON = ["month": "2026-09", "compensated": true]
        #expect(flaw(.recordFranceTravailProof, whole) == nil)
        #expect(flaw(.recordFranceTravailProof, whole.with(["lostOn": "2026-09-10"])) == MalformedField(.unknown, at: "/lostOn"))
        #expect(flaw(.recordFranceTravailProof, whole.with(["compensated": false])) == MalformedField(.missing, at: "/lostOn"))
        #expect(flaw(.recordFranceTravailProof, whole.with(["compensated": false, "lostOn": "2026-09-31"]))?.pointer == "/lostOn")
        // Another month's day is a question for the rules.
        #expect(flaw(.recordFranceTravailProof, whole.with(["compensated": false, "lostOn": "2026-10-01"])) == nil)
    }

    /// What is wrong with a body; nil when nothing is.
    private func flaw(_ command: CommandName, _ body: JSON) -> MalformedField? {
        do throws(MalformedField) {
            _ = try Command(command, body: body)
            return nil
        } catch { return error }
    }
}

extension MalformedField.Problem {
    fileprivate var isWrongType: Bool { if case .wrongType = self { true } else { false } }
    fileprivate var isBadValue: Bool { if case .badValue = self { true } else { false } }
}

extension JSON {
    fileprivate func value(at path: [String]) -> JSON? {
        path.reduce(self as JSON?) { json, step in Int(step).flatMap { json?[$0] } ?? json?[step] }
    }

    /// This value with another at a place; nil takes the place away.
    fileprivate func setting(_ value: JSON?, at path: [String]) -> JSON {
        guard let step = path.first else { return value ?? self }
        switch self {
        case .object(var object):
            object[step] = path.count == 1 ? value : object[step]?.setting(value, at: Array(path.dropFirst()))
            return .object(object)
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].setting(value, at: Array(path.dropFirst()))
            return .array(elements)
        default: return self
        }
    }

    /// The document with one member written twice.
    fileprivate func text(repeating path: [String]) -> String {
        switch self {
        case .object(let object):
            let members = object.members.flatMap { member in
                let inside = path.first == member.key ? Array(path.dropFirst()) : ["no such place"]
                let text = "\(JSON.string(member.key)):\(inside.isEmpty ? member.value.description : member.value.text(repeating: inside))"
                return inside.isEmpty ? [text, text] : [text]
            }
            return "{\(members.joined(separator: ","))}"
        case .array(let elements):
            let texts = elements.enumerated().map { index, element in
                path.first == "\(index)" ? element.text(repeating: Array(path.dropFirst())) : element.description
            }
            return "[\(texts.joined(separator: ","))]"
        default: return description
        }
    }
}
