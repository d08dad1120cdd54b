import CivilTime
import Contracts
import FoundationEssentials
import JSON

@testable import ContractService

extension ContractID {
    /// One that nobody has told anything of.
    static func new() -> ContractID { ContractID(UUID()) }
}

extension Command {
    /// The fact of a command of one fact.
    var fact: Fact { facts[0] }
}

extension ContractService {
    /// Sends a command.
    @discardableResult
    func tell(
        _ command: CommandName, _ body: JSON, of contract: ContractID, key: String? = nil, at version: Int? = nil, dryRun: Bool = false,
        by caller: String = "clerk"
    ) async throws -> Acceptance {
        try await submit(
            Submission(
                contract: contract, command: command, body: body, caller: caller, idempotencyKey: key,
                expectedVersion: version.map { .among([$0]) } ?? .any,
                dryRun: dryRun))
    }

    /// The same, and what came of it as a value.
    func outcome(
        _ command: CommandName, _ body: JSON, of contract: ContractID, key: String? = nil, at version: Int? = nil, dryRun: Bool = false,
        by caller: String = "clerk"
    ) async -> Outcome<Acceptance> {
        await Outcome { try await tell(command, body, of: contract, key: key, at: version, dryRun: dryRun, by: caller) }
    }

    /// The same under a key, told again while the database does not answer in time: a server that has just come back may need a while.
    func settled(_ command: CommandName, _ body: JSON, of contract: ContractID, key: String) async -> Outcome<Acceptance> {
        while true {
            let outcome = await outcome(command, body, of: contract, key: key)
            if !["unavailable", "outcome unknown"].contains(outcome.word) { return outcome }
        }
    }

    /// Whether a command could be recorded, asked again while the database does not answer in the time that it has for that.
    func settledReadiness() async -> Readiness {
        while true {
            let readiness = await readiness()
            if readiness.detail != "the database does not answer" { return readiness }
            await Task.yield()
        }
    }

    /// A contract's version, asked again while the database does not answer in time.
    func settledVersion(of contract: ContractID) async throws -> Int {
        while true { do { return try await version(of: contract) } catch ServiceError.unavailable {} }
    }

    /// A new contract, affiliated from 2026-03-01 on.
    func affiliated(_ body: JSON = .affiliation()) async throws -> ContractID {
        let contract = ContractID.new()
        try await tell(.affiliate, body, of: contract)
        return contract
    }

    /// Ends the employment of an affiliated contract on 2026-06-30, and begins its portability on the day after: versions 2 and 3.
    func startPortability(of contract: ContractID) async throws {
        try await tell(.endEmployment, ["lastDay": "2026-06-30", "reason": "endOfContract"], of: contract)
        let bulletin: JSON = ["lastDay": "2026-06-30", "activityPeriods": [["from": "2026-03-01", "through": "2026-06-30"]]]
        let notification: JSON = ["opensOn": "2026-07-01"]
        try await tell(.startPortability, ["bulletin": bulletin, "notification": notification, "retired": false], of: contract)
    }

    /// Asks a question.
    func ask(_ question: Question, of contract: ContractID, knownAt: KnownAt = .now) async throws -> JSON {
        try await answer(question, of: contract, knownAt: knownAt).body
    }

    /// A contract's version, as known now.
    func version(of contract: ContractID) async throws -> Int { try await answer(.timeline, of: contract, knownAt: .now).version }
}

extension JSON {
    /// A body of `affiliate`.
    static func affiliation(effectiveOn: Day = "2026-03-01", _ more: JSON = [:]) -> JSON {
        let body: JSON = [
            "scheme": "littoral-2026", "effectiveOn": .string("\(effectiveOn)"), "employer": "0290012E", "option": "base",
            "grossMonthlyPayCents": 240_000, "employment": ["kind": "civilServant", "startedOn": "2018-09-01"],
            "holder": ["bornOn": "1985-03-14"],
        ]
        return body.with(more)
    }

    /// This object with the members of another in the place of its own.
    func with(_ more: JSON) -> JSON {
        guard var object = object, let more = more.object else { return self }
        for member in more.members { object[member.key] = member.value }
        return .object(object)
    }

    /// The value that a path of keys and indices leads to: `holder.state`, `events.0.version`.
    subscript(path path: String) -> JSON? {
        path.split(separator: ".").reduce(self as JSON?) { json, step in
            Int(step).flatMap { json?[$0] } ?? json?[String(step)]
        }
    }
}
