import CivilTime
import Contracts
import JSON
import Testing

@testable import ContractService

/// What a contract is asked besides a day or a month: how two knowledges differ, which commands may be told, what each fact changed.
@Suite(.timeLimit(.minutes(10))) struct ChangesQuestionTests {
    private static let leave: JSON = ["effectiveOn": "2026-06-01", "cause": "personalConvenience", "income": "none"]

    /// Affiliated from March on; in May a leave from June on is told, in August the return of 1 July.
    private func withLife(_ body: (ServiceUnderTest, ContractID) async throws -> Void) async throws {
        try await withService { made in
            #expect(made.clock.set("2026-02-20T09:00:00Z"))
            let contract = try await made.contracts.affiliated()
            #expect(made.clock.set("2026-05-20T09:00:00Z"))
            try await made.contracts.tell(.suspend, Self.leave, of: contract)
            #expect(made.clock.set("2026-08-20T09:00:00Z"))
            try await made.contracts.tell(.resume, ["effectiveOn": "2026-07-01"], of: contract)
            try await body(made, contract)
        }
    }

    @Test func `by default the last fact is what changed, with what is to be settled through this month`() async throws {
        try await withLife { made, contract in
            let answer = try await made.contracts.ask(.changes(since: nil), of: contract)
            #expect(answer["version"] == 3 && answer["fromVersion"] == 2 && answer["from"] == "2026-08-20T08:59:59.999999Z")
            #expect(answer["facts"]?.array?.map { $0["type"] } == ["resumed"])
            #expect(answer[path: "changes.cover.0.from"] == "2026-07-01" && answer[path: "changes.cover.0.after.state"] == "covered")
            #expect(answer[path: "changes.settledThrough"] == "2026-08")
            let settlements = answer[path: "changes.settlements"]?.array ?? []
            #expect(settlements.map { $0["flow"] } == ["employerToInsurer", "agentToInsurer"])
            #expect(settlements.map { $0["dueCents"] } == [JSON(2 * 4063), JSON(2 * 3665)])
            #expect(settlements.map { $0["dueAheadCents"] } == [JSON.null, .null])
        }
    }

    @Test func `two knowledges are named by instants or versions, and one before the contract has nothing`() async throws {
        try await withLife { made, contract in
            let whole = try await made.contracts.ask(.changes(since: .instant("2026-01-01T00:00:00Z")), of: contract)
            #expect(whole["fromVersion"] == 0 && whole["facts"]?.array?.count == 3)
            let leave = try await made.contracts.ask(.changes(since: .version(1)), of: contract, knownAt: .version(2))
            #expect(leave["facts"]?.array?.map { $0["version"] } == [2] && leave[path: "changes.cover.0.after.state"] == "suspended")
            #expect(leave[path: "changes.deadlines.0.before"] == .null && leave[path: "changes.deadlines.0.after.dueOn"] == "2026-07-01")
            let late: [(from: KnownAt, to: KnownAt)] = [
                (.version(3), .version(2)), (.instant("2026-09-01T00:00:00Z"), .now), (.instant("2026-05-21T00:00:00Z"), .version(2)),
            ]
            for (from, to) in late {
                let refused = await Outcome { try await made.contracts.ask(.changes(since: from), of: contract, knownAt: to) }
                #expect(refused.word == "malformed from", "\(from) to \(to)")
            }
            for knownAt in [KnownAt.version(9), .instant("2026-01-01T00:00:00Z")] {
                let unknown = await Outcome { try await made.contracts.ask(.changes(since: nil), of: contract, knownAt: knownAt) }
                #expect(unknown.word == "contract.unknown")
            }
        }
    }

    @Test func `what was told is what each fact changed then, newest first`() async throws {
        try await withLife { made, contract in
            let answer = try await made.contracts.ask(.facts(through: nil, limit: 2), of: contract)
            #expect(answer["steps"]?.array?.map { $0[path: "facts.0.version"] } == [3, 2])
            #expect(answer[path: "steps.1.changes.settledThrough"] == "2026-05")
            #expect(answer[path: "steps.1.changes.settlements.0.dueCents"] == 0)
            let first = try await made.contracts.ask(.facts(through: 1, limit: 20), of: contract)
            #expect(first["steps"]?.array?.map { $0[path: "facts.0.version"] } == [1])
        }
    }

    @Test func `while the clock stands still too, the last step is what changed`() async throws {
        try await withLife { made, contract in
            try await made.contracts.tell(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 300_000], of: contract)
            let answer = try await made.contracts.ask(.changes(since: nil), of: contract)
            #expect(answer["version"] == 4 && answer["fromVersion"] == 3 && answer["facts"]?.array?.count == 1)
            #expect(answer[path: "changes.cover"] == [])
        }
    }

    @Test func `a contract without events may be opened`() async throws {
        try await withService { made in
            let commands = try await made.contracts.ask(.commands(on: "2026-06-15"), of: .new())["commands"]?.array ?? []
            func verdict(_ name: CommandName) -> JSON? { commands.first { $0["command"]?.string == name.rawValue }?["verdict"] }
            #expect(verdict(.affiliate) == "allowed" && verdict(.resume) == "forbidden" && verdict(.correct) == "forbidden")
        }
    }

    @Test func `each command is allowed, or names what forbids it`() async throws {
        try await withLife { made, contract in
            let answer = try await made.contracts.ask(.commands(on: "2026-06-15"), of: contract)
            let commands = answer["commands"]?.array ?? []
            #expect(Set(commands.map { $0["command"]?.string ?? "" }) == Set(CommandName.allCases.map(\.rawValue)) && commands.count == 22)
            func told(_ name: CommandName) -> JSON? { commands.first { $0["command"]?.string == name.rawValue } }
            #expect(told(.declarePay) == ["command": "declare-pay", "verdict": "allowed"])
            let affiliation = told(.affiliate)
            #expect(affiliation?["verdict"] == "forbidden" && affiliation?["rule"] == "contract.alreadyAffiliated")
            #expect(affiliation?["pointer"] == "/effectiveOn" && affiliation?["conflictsWith"] == 2 && affiliation?["makesUnlawful"] == nil)
            let suspension = told(.suspend)
            #expect(suspension?["verdict"] == "depends" && suspension?["dependsOn"] == "/income")
            #expect(suspension?[path: "choices.3"]?["income"] == "none" && suspension?[path: "choices.3"]?["rule"] == "absence.alreadyOpen")
            #expect(told(.correct)?["verdict"] == "allowed")
            // The return recorded for July would have nothing to return from.
            let end = try await made.contracts.ask(.commands(on: "2026-06-15"), of: contract)["commands"]?.array?
                .first { $0["command"] == "end-employment" }
            #expect(end?["rule"] == "resumption.nothingToResume" && end?["conflictsWith"] == 3 && end?["makesUnlawful"] == true)
        }
    }
}
