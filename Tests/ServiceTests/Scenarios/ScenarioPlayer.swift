import Contracts
import FoundationEssentials
import JSON

@testable import ContractService

/// Plays a scenario, and notes what does not hold.
struct ScenarioPlayer {
    let service: ServiceUnderTest
    private(set) var failures: [String] = []
    private var names: [String: UUID] = [:]

    init(_ service: ServiceUnderTest) { self.service = service }

    mutating func play(_ scenario: Scenario) async throws {
        for (number, step) in zip(1..., scenario.steps) {
            if let instant = step.at, !service.clock.set(instant) { failures.append("step \(number): the clock does not go back") }
            let contract = ContractID(identifier(of: "contract \(step.contract)"))
            let expected = named(step.expect)
            let found: [String]
            switch step.action {
            case .tell(let command, let body, let refused, let status, let malformed):
                let body = named(Scenario.defaults(of: command).with(body))
                let outcome = await Outcome { try await service.contracts.tell(command, body, of: contract).body }
                found = outcome.differences(from: expected, refused: refused, malformed: malformed, status: status)
            case .ask(let question, let knownAt, let status):
                let outcome = await Outcome { try await service.contracts.ask(question, of: contract, knownAt: knownAt) }
                found = outcome.differences(
                    from: expected, refused: status == 404 ? "contract.unknown" : nil, malformed: nil, status: status)
            case nil: found = []
            }
            failures += found.map { "step \(number)\($0)" }
        }
    }

    /// Puts an identifier in the place of each `@name`.
    private mutating func named(_ json: JSON) -> JSON {
        switch json {
        case .string(let text) where text.hasPrefix("@"): return .string(identifier(of: text).uuidString.lowercased())
        case .array(let elements):
            var all: [JSON] = []
            for element in elements { all.append(named(element)) }
            return .array(all)
        case .object(let object):
            var all = JSON.Object()
            for member in object.members { all.append(member.key, named(member.value)) }
            return .object(all)
        default: return json
        }
    }

    private mutating func identifier(of name: String) -> UUID {
        let known = names[name] ?? UUID()
        names[name] = known
        return known
    }
}

extension Outcome<JSON> {
    /// What is not as a step says.
    fileprivate func differences(from expected: JSON, refused: String?, malformed: String?, status: Int?) -> [String] {
        let wanted = refused ?? malformed.map { "malformed \($0)" } ?? "accepted"
        if word != wanted { return [": expected \(wanted), got \(word) \(answer?.description ?? "")"] }
        if let rule, let status, rule.status != status { return [": expected status \(status), got \(rule.status)"] }
        return answer.map { expected.differences(in: $0) } ?? []
    }
}

extension Rule {
    /// The status of the interface.
    fileprivate var status: Int {
        switch self {
        case .contractUnknown: 404
        case .contractAlreadyAffiliated: 409
        default: 422
        }
    }
}

extension JSON {
    /// What is expected here and is not there. Objects are compared on the keys named; lists of beneficiaries by id, other lists whole.
    func differences(in found: JSON?, at path: String = "") -> [String] {
        switch (self, found) {
        case (.object(let expected), .object(let found)?):
            return expected.members.flatMap { $0.value.differences(in: found[$0.key], at: "\(path).\($0.key)") }
        case (.array(let expected), .array(let found)?):
            if !expected.isEmpty, expected.allSatisfy({ $0["beneficiary"] != nil && $0["component"] == nil }) {
                return expected.flatMap { one in
                    one.differences(
                        in: found.first { $0["beneficiary"] == one["beneficiary"] }, at: "\(path)[\(one["beneficiary"]?.description ?? "")]"
                    )
                }
            }
            guard expected.count == found.count else { return ["\(path): expected \(expected.count) items, got \(JSON.array(found))"] }
            return zip(0..., zip(expected, found)).flatMap { $1.0.differences(in: $1.1, at: "\(path)[\($0)]") }
        default: return self == found ? [] : ["\(path): expected \(self), got \(found?.description ?? "nothing")"]
        }
    }
}
