import EventLog
import FoundationEssentials
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)), .eitherWay) struct IdempotencyTests {
    @Test func `the same command again gives the first answer and records nothing`() async throws {
        try await withLog { log in
            let contract = UUID()
            let first = try await log.append(.events(2, to: contract, at: 0, key: "k"), now: 7)
            let receipt = try #require(first.receipt)
            _ = try await log.append(.events(to: contract, at: 2))
            // Decided again it would expect another version and record other events: the key decides, not they.
            for again in [0, 3, 9] {
                #expect(try await log.append(.events(1, to: contract, at: again, key: "k"), now: 99) == .replayed(receipt))
            }
            // Nor is anything accepted that was decided on its being recorded again.
            let followed = try await log.append([.events(to: contract, at: 3, key: "k"), .events(to: contract, at: 4)])
            #expect(followed == [.replayed(receipt), .conflict(actualVersion: 3)])
            #expect(try await log.page().count == 3)
            let kept = try await log.service.withSession { try EventLog.answers(under: ["k", "K"], in: $0) }
            #expect(kept["k"]?.receipt == receipt)
            #expect(kept["k"]?.fingerprint == [0])
            #expect(kept["K"] == nil)
        }
    }

    @Test func `the same key with another body, or another contract, is a mismatch`() async throws {
        try await withLog { log in
            let contract = UUID()
            _ = try await log.append(.events(to: contract, at: 0, key: "k", body: 1))
            #expect(try await log.append(.events(to: contract, at: 1, key: "k", body: 2)) == .mismatched)
            #expect(try await log.append(.events(to: UUID(), at: 0, key: "k", body: 1)) == .mismatched)
            #expect(try await log.append(.events(to: UUID(), at: 0, key: "k", body: 2)) == .mismatched)
            #expect(try await log.page().count == 1)
        }
    }

    @Test func `a command that failed leaves its key free`() async throws {
        try await withLog { log async throws in
            let contract = UUID()
            #expect(try await log.append(.events(to: contract, at: 5, key: "k", body: 1)) == .conflict(actualVersion: 0))
            #expect(try await log.append(.events(to: contract, at: 0, key: "k", body: 2)).isAppended)
        }
    }

    @Test func `an answer without events is kept too`() async throws {
        try await withLog { log in
            let contract = UUID()
            _ = try await log.append(.events(to: contract, at: 0))
            let first = try await log.append(.events(0, to: contract, at: 1, key: "k"))
            _ = try await log.append(.events(to: contract, at: 1))
            #expect(first.receipt?.versions == nil)
            #expect(try await log.append(.events(1, to: contract, at: 2, key: "k")) == first.receipt.map(Verdict.replayed))
        }
    }

    struct Repetition: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let proposals: @Sendable (UUID, UUID) -> [Proposal]
        let verdicts: [String]

        init(_ description: String, _ verdicts: [String], _ proposals: @escaping @Sendable (UUID, UUID) -> [Proposal]) {
            testDescription = description
            self.proposals = proposals
            self.verdicts = verdicts
        }
    }

    @Test(arguments: [
        Repetition("the same command twice", ["appended", "replayed"]) { a, _ in
            [.events(to: a, at: 0, key: "k"), .events(to: a, at: 0, key: "k")]
        },
        Repetition("three times, the first decided anew each time", ["appended", "replayed", "replayed"]) { a, _ in
            [.events(to: a, at: 0, key: "k"), .events(to: a, at: 1, key: "k"), .events(to: a, at: 2, key: "k")]
        },
        Repetition("another body", ["appended", "mismatched"]) { a, _ in
            [.events(to: a, at: 0, key: "k", body: 1), .events(to: a, at: 1, key: "k", body: 2)]
        },
        Repetition("another contract", ["appended", "mismatched"]) { a, b in
            [.events(to: a, at: 0, key: "k"), .events(to: b, at: 0, key: "k")]
        },
        Repetition("the first is refused, and so is what repeats it", ["conflict", "conflict", "conflict"]) { a, b in
            [.events(to: a, at: 9, key: "k"), .events(to: b, at: 0, key: "k"), .events(to: b, at: 0)]
        },
        Repetition("what follows a repetition may have been decided on it", ["appended", "replayed", "conflict", "appended"]) { a, b in
            [.events(to: a, at: 0, key: "k"), .events(to: a, at: 0, key: "k"), .events(to: a, at: 1), .events(to: b, at: 0, key: "l")]
        },
        Repetition("what was decided on a repetition is not accepted", ["appended", "replayed", "conflict"]) { a, _ in
            [.events(to: a, at: 0, key: "k"), .events(to: a, at: 1, key: "k"), .events(to: a, at: 2)]
        },
        Repetition("keys that are not given are not equal", ["appended", "appended", "appended"]) { a, b in
            [.events(to: a, at: 0), .events(to: b, at: 0), .events(to: a, at: 1)]
        },
    ])
    func `within one append the first of a key counts`(repetition: Repetition) async throws {
        try await withLog { log in
            let proposals = repetition.proposals(UUID(), UUID())
            let verdicts = try await log.append(proposals)
            #expect(verdicts.map(\.name) == repetition.verdicts)
            #expect(try await log.page().count == verdicts.count(where: \.isAppended))
            // What was replayed was given the answer of the first.
            for (proposal, verdict) in zip(proposals, verdicts) {
                guard case .replayed(let receipt) = verdict else { continue }
                let first = zip(proposals, verdicts).first { $0.0.idempotency == proposal.idempotency && $0.1.isAppended }
                #expect(first?.1 == .appended(receipt))
            }
        }
    }

    @Test(arguments: [
        ("", false), ("k", true), (String(repeating: "é", count: 127), true), (String(repeating: "é", count: 128), false), ("a\0b", false),
    ])
    func `a key has a length that the log can keep`(key: String, isOne: Bool) async throws {
        guard let key = IdempotencyKey(key, fingerprint: []) else { return #expect(!isOne) }
        #expect(isOne)
        try await withLog { log async throws in
            let proposal = Proposal(contract: UUID(), expectedVersion: 0, events: [], recordedBy: "test", idempotency: key)
            #expect(try await log.append(proposal).isAppended)
            #expect(try await log.append(proposal).name == "replayed")
        }
    }

    @Test func `a connection lost before the commit leaves nothing, and the retry is accepted`() async throws {
        try await withLog { log in
            let contract = UUID()
            let gate = try await Gate.closed(in: log)
            let lost = Task { try await log.append(.events(to: contract, at: 0, key: "k"), alongside: [Gate.pass]) }
            try await log.until { $0 == 1 }
            try await log.asOwner(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
            await #expect(throws: PostgresError.self) { try await lost.value }
            try await gate.open()
            #expect(try await log.page().isEmpty)
            #expect(try await log.append(.events(to: contract, at: 0, key: "k")).isAppended)
        }
    }

    @Test func `an acknowledgement lost after the commit is found again under the key`() async throws {
        try await withLog { log in
            let contract = UUID()
            let proposal = Proposal.events(2, to: contract, at: 0, key: "k")
            // The answer goes nowhere: as if the connection had broken after the commit.
            let lost = try await log.append(proposal)
            #expect(try await log.append(proposal) == lost.receipt.map(Verdict.replayed))
        }
    }

    @Test func `of many who send the same command at once, one is recorded and all get its answer`() async throws {
        try await withLog(connections: 8) { log in
            let contract = UUID()
            let verdicts = try await withThrowingTaskGroup { group in
                for _ in 0..<32 { group.addTask { try await log.append(.events(to: contract, at: 0, key: "k")) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(verdicts.count(where: \.isAppended) == 1)
            #expect(Set(verdicts.map(\.receipt)).count == 1)
            #expect(try await log.page().count == 1)
        }
    }
}
