import EventLog
import JSON
import Testing

@testable import ContractService

/// A line without a key is known by its content, as long as something that was recorded of it holds.
@Suite(.timeLimit(.minutes(10))) struct RetellingTests {
    private let contract = ContractID.new()

    private func affiliation(key: String? = nil) -> SpokenLine {
        SpokenLine(contract: contract, command: .affiliate, body: .affiliation(), key: key)
    }

    private func suspension(from day: String = "2026-09-01", key: String? = nil) -> SpokenLine {
        SpokenLine(
            contract: contract, command: .suspend, body: ["effectiveOn": .string(day), "cause": "studies", "income": "none"], key: key)
    }

    private func rescission(of version: Int) -> SpokenLine {
        SpokenLine(contract: contract, command: .rescind, body: ["version": JSON(version), "reason": "mistaken"])
    }

    private func pay(_ cents: Int) -> SpokenLine {
        SpokenLine(contract: contract, command: .declarePay, body: ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": JSON(cents)])
    }

    @Test func `a line whose fact was rescinded since is told again, once, however often`() async throws {
        try await withService { made async throws in
            #expect(try await made.words([affiliation(), suspension()]) == ["accepted", "accepted"])
            for round in 0..<12 {
                let version = 2 + 2 * round
                try await made.contracts.tell(.rescind, ["version": JSON(version), "reason": "mistaken"], of: contract)
                // By one who remembers nothing and by one who does.
                let service = round % 2 == 0 ? made.another() : made.contracts
                #expect(try await made.words([affiliation(), suspension()], by: service) == ["replayed", "accepted"])
                #expect(try await made.words([affiliation(), suspension()], by: service) == ["replayed", "replayed"])
                #expect(try await made.contracts.version(of: contract) == version + 2)
                #expect(try await made.holder(of: contract)["state"] == "suspended")
            }
        }
    }

    @Test func `what a file itself rescinds further down is recorded once, wherever a run was interrupted`() async throws {
        let lines = [
            affiliation(), suspension(), rescission(of: 2), suspension(), pay(1), rescission(of: 5), pay(1), pay(2), rescission(of: 8),
        ]
        for end in 1...lines.count {
            try await withService { made async throws in
                _ = try await made.words(lines, upTo: end)
                #expect(try await made.contracts.version(of: contract) == end)
                let expected = Array(repeating: "replayed", count: end) + Array(repeating: "accepted", count: lines.count - end)
                for words in [expected, Array(repeating: "replayed", count: lines.count)] {
                    // In chunks of any size.
                    #expect(try await made.words(lines, by: made.another(), in: end) == words)
                    #expect(try await made.contracts.version(of: contract) == lines.count)
                }
            }
        }
    }

    @Test func `a file that rescinds what an earlier one told, and tells it again`() async throws {
        try await withService { made async throws in
            _ = try await made.words([affiliation(), suspension()])
            let correction = [rescission(of: 2), suspension()]
            let (first, second) = (try await made.words(correction), try await made.words(correction))
            #expect(first == ["accepted", "accepted"])
            #expect(second == ["replayed", "replayed"])
            #expect(try await made.words([affiliation(), suspension()]) == ["replayed", "replayed"])
            #expect(try await made.contracts.version(of: contract) == 4)
        }
    }

    @Test func `of a line that stands twice the content holds while one of the two does`() async throws {
        try await withService { made async throws in
            let lines = [affiliation(), pay(1), pay(1)]
            _ = try await made.words(lines)
            try await made.contracts.tell(.rescind, ["version": 2, "reason": "mistaken"], of: contract)
            #expect(try await made.words(lines) == ["replayed", "replayed", "replayed"])
            try await made.contracts.tell(.rescind, ["version": 3, "reason": "mistaken"], of: contract)
            #expect(try await made.words(lines, in: 1) == ["replayed", "accepted", "replayed"])
            #expect(try await made.words(lines, by: made.another()) == ["replayed", "replayed", "replayed"])
            #expect(try await made.contracts.version(of: contract) == 6)
        }
    }

    @Test func `a line's own key stays its key, as one over HTTP does`() async throws {
        try await withService { made async throws in
            let lines = [affiliation(key: "a"), suspension(key: "s")]
            _ = try await made.words(lines)
            try await made.contracts.tell(.rescind, ["version": 2, "reason": "mistaken"], of: contract)
            #expect(try await made.words(lines) == ["replayed", "replayed"])
            let again = await made.contracts.outcome(.suspend, suspension().body, of: contract, key: "s")
            #expect(again.word == "replayed" && again.answer?.version == 2)
            #expect(try await made.contracts.version(of: contract) == 3)
        }
    }

    @Test func `told again, it is judged by what holds now`() async throws {
        try await withService { made async throws in
            _ = try await made.words([affiliation(), suspension()])
            try await made.contracts.tell(.rescind, ["version": 2, "reason": "mistaken"], of: contract)
            try await made.contracts.tell(.endEmployment, ["lastDay": "2026-06-30", "reason": "resignation"], of: contract)
            let words = try await made.words([suspension()])
            #expect(words != ["accepted"] && words != ["replayed"])
            #expect(try await made.contracts.version(of: contract) == 4)
        }
    }

    @Test func `a line that told nothing new is told again when what was known is rescinded`() async throws {
        try await withService { made async throws in
            let desk = made.contracts
            _ = try await made.words([affiliation()])
            try await desk.startPortability(of: contract)
            let proof: JSON = ["month": "2026-07", "compensated": true]
            try await desk.tell(.recordFranceTravailProof, proof, of: contract)
            let line = SpokenLine(contract: contract, command: .recordFranceTravailProof, body: proof)
            #expect(try await made.words([line]) == ["accepted"])
            #expect(try await desk.version(of: contract) == 4)
            try await desk.tell(.rescind, ["version": 4, "reason": "another agent's"], of: contract)
            #expect(try await made.words([line]) == ["accepted"])
            #expect(try await desk.version(of: contract) == 6)
            #expect(try await made.words([line]) == ["replayed"])
        }
    }

    @Test func `two that tell the same file again at once record each line once`() async throws {
        try await withService { made async throws in
            let lines = [affiliation()] + (1...40).map { pay($0) }
            _ = try await made.words(lines)
            for version in 2...41 {
                try await made.contracts.tell(.rescind, ["version": JSON(version), "reason": "mistaken"], of: contract)
            }
            let services = [made.another(), made.another(), made.contracts]
            let words = try await withThrowingTaskGroup { group in
                for service in services { group.addTask { try await made.words(lines, by: service, in: 7) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(words.count { $0 == "accepted" } == 40 && words.count { $0 == "replayed" } == 83)
            #expect(try await made.contracts.version(of: contract) == 121)
        }
    }
}

extension ServiceUnderTest {
    /// Gives lines as a file, or only those up to one of them, and tells in a word what came of each.
    fileprivate func words(
        _ lines: [SpokenLine], upTo end: Int = .max, by service: ContractService? = nil, in size: Int = 100
    ) async throws -> [String] {
        let lines = lines.enumerated().map { $1.line($0 + 1) }
        return try await stream(lines, upTo: end, by: size, through: service).map { String($0.prefix { $0 != " " }) }
    }

    /// How the holder is covered in the middle of the suspension.
    fileprivate func holder(of contract: ContractID) async throws -> JSON {
        try await contracts.ask(.coverage(on: "2026-10-01"), of: contract)["holder"] ?? .null
    }
}
