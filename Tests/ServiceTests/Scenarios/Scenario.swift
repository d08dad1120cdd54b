import ContractService
import CivilTime
import JSON
import Testing

/// The life of a contract as data; `README.md` tells the format.
struct Scenario: Sendable, CustomTestStringConvertible {
    let id: String
    let title: String
    let steps: [Step]

    var testDescription: String { "\(id): \(title)" }

    struct Step: Sendable {
        let at: Instant?
        let contract: String
        let action: Action?
        let expect: JSON
    }

    enum Action: Sendable {
        case tell(CommandName, body: JSON, refused: String?, status: Int?, malformed: String?)
        case ask(Question, knownAt: KnownAt, status: Int)
    }

    /// All lives of a file.
    static func read(_ file: [UInt8]) -> [Scenario] {
        do { return try JSON(parsing: file).read(.array(of: .scenario)) } catch {
            preconditionFailure("a scenario cannot be read: \(error)")
        }
    }
}

extension JSON.Shape where Value == Scenario {
    fileprivate static var scenario: Self {
        .object { fields throws(MalformedField) in
            Scenario(
                id: try fields.required("id", .string), title: try fields.required("title", .string),
                steps: try fields.required("steps", .array(of: .step)))
        }
    }
}

extension JSON.Shape where Value == Scenario.Step {
    fileprivate static var step: Self {
        .object { fields throws(MalformedField) in
            Scenario.Step(
                at: try fields.optional("at", .instant), contract: try fields.optional("contract", .string) ?? "A",
                action: try fields.action(), expect: try fields.optional("expect", .any) ?? [:])
        }
    }
}

extension JSON.Fields {
    fileprivate mutating func action() throws(MalformedField) -> Scenario.Action? {
        if let command = try optional("do", .oneOf(CommandName.self)) {
            return .tell(
                command, body: try optional("with", .any) ?? [:], refused: try optional("refused", .string),
                status: try optional("status", .integer),
                malformed: try optional("malformed", .string))
        }
        guard let question = try optional("ask", .string) else { return nil }
        let knownAt = try optional("knownAt", .knownAt) ?? .now
        let status = try optional("status", .integer) ?? 200
        switch question {
        case "coverage": return .ask(.coverage(on: try required("on", .day)), knownAt: knownAt, status: status)
        case "eligibility": return .ask(.eligibility(on: try required("on", .day)), knownAt: knownAt, status: status)
        case "timeline": return .ask(.timeline, knownAt: knownAt, status: status)
        case "events": return .ask(.events, knownAt: knownAt, status: status)
        case "cotisation":
            let before = try optional("comparedWith", .knownAt)
            return .ask(.cotisation(month: try required("month", .month), comparedWith: before), knownAt: knownAt, status: status)
        default: throw MalformedField(.badValue(expected: "a question"), at: "/ask")
        }
    }
}

extension JSON.Shape where Value == KnownAt {
    fileprivate static var knownAt: Self { .text("instant | version:7") { KnownAt($0) } }
}
