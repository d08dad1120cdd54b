@testable import Access
import DatabaseSchema
import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import Synchronization
import Testing

/// The proposals in the database: each is decided once, by who may.
@Suite(.timeLimit(.minutes(10))) struct ProposalTests {
    private static let request = ProposedRequest(
        .rescind, path: "/v1/contracts/x/rescind", contract: UUID(), body: ["version": 2, "reason": "é\""], ifMatch: ["\"7\"", "\"8\""])

    @Test func `a proposal comes back as it was sent, and waits for seven days`() async throws {
        try await withProposals { proposals, clock, _ in
            clock.set(1_000_000)
            let made = try await proposals.propose(Self.request, by: "c-1", key: nil)
            let kept = try #require(try await proposals.proposal(made.id))
            #expect(kept == made && kept.request == Self.request && kept.state == .waiting && kept.decision == nil)
            #expect(kept.proposedBy == "c-1" && kept.proposedAt == 1_000_000 && kept.endsAt == 1_000_000 + 604_800_000_000)
            clock.set(kept.endsAt - 1)
            #expect(try await proposals.proposal(made.id)?.state == .waiting)
            clock.set(kept.endsAt)
            for decision in [ProposalDecision.confirm, .reject(reason: "x"), .withdraw] {
                #expect(try await proposals.settle(decision, on: made.id, by: "c-\(decision == .withdraw ? 1 : 2)")?.state == .expired)
            }
            #expect(try await proposals.proposal(UUID()) == nil)
            #expect(try await proposals.settle(.confirm, on: UUID(), by: "c-2") == nil)
        }
    }

    @Test func `a retry under the same key finds its proposal, another request is refused`() async throws {
        try await withProposals { proposals, _, _ in
            let made = try await proposals.propose(Self.request, by: "c-1", key: "k")
            #expect(try await proposals.propose(Self.request, by: "c-1", key: "k") == made)
            #expect(try await proposals.proposal(under: "k", by: "c-1", for: Self.request) == made)
            #expect(try await proposals.proposal(under: "k", by: "c-2", for: Self.request) == nil)
            #expect(try await proposals.propose(Self.request, by: "c-2", key: "k").id != made.id)
            let other = ProposedRequest(.rescind, path: Self.request.path, contract: Self.request.contract, body: ["version": 3])
            await #expect(throws: ProposalTrouble.otherRequest) { try await proposals.propose(other, by: "c-1", key: "k") }
            await #expect(throws: ProposalTrouble.otherRequest) { try await proposals.proposal(under: "k", by: "c-1", for: other) }
        }
    }

    @Test func `the erasure of a person waits once, with a key or without`() async throws {
        try await withProposals { proposals, _, _ in
            let erasure = ProposedRequest(.erase, path: "/v1/contracts/x/people/holder/erase", contract: UUID(), body: ["reason": ""])
            let ids = try await withThrowingTaskGroup { group in
                for _ in 0..<12 { group.addTask { try await proposals.propose(erasure, by: "c-1", key: nil).id } }
                return try await group.reduce(into: Set<UUID>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            for id in ids { #expect(try await proposals.settle(.reject(reason: "x"), on: id, by: "c-2")?.decision != nil) }
            #expect(try await !ids.contains(proposals.propose(erasure, by: "c-1", key: nil).id))
        }
    }

    @Test func `many retries at once make one proposal`() async throws {
        try await withProposals { proposals, _, _ in
            let ids = try await withThrowingTaskGroup { group in
                for _ in 0..<24 { group.addTask { try await proposals.propose(Self.request, by: "c-1", key: "k").id } }
                return try await group.reduce(into: Set<UUID>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
        }
    }

    @Test func `nobody decides on their own proposal, and nobody else withdraws it`() async throws {
        try await withProposals { proposals, _, _ in
            let made = try await proposals.propose(Self.request, by: "c-1", key: nil)
            for (decision, caller) in [(ProposalDecision.confirm, "c-1"), (.reject(reason: "x"), "c-1"), (.withdraw, "c-2")] {
                #expect(try await proposals.settle(decision, on: made.id, by: caller)?.state == .waiting)
            }
            #expect(try await proposals.settle(.withdraw, on: made.id, by: "c-1")?.state == .withdrawn)
        }
    }

    @Test func `what is decided stays so, and the log has the last word`() async throws {
        try await withProposals { proposals, _, _ in
            let refusal: JSON = ["rule": "x", "title": ["fr": "é"]]
            let made = try await proposals.propose(Self.request, by: "c-1", key: nil)
            #expect(try await proposals.settle(made.id, refusal: nil)?.state == .waiting)
            #expect(try await proposals.settle(.confirm, on: made.id, by: "c-2")?.state == .confirming)
            #expect(try await proposals.confirming().map(\.id) == [made.id])
            #expect(try await proposals.settle(.reject(reason: "x"), on: made.id, by: "c-3")?.decision?.caller == "c-2")
            #expect(try await proposals.settle(made.id, refusal: refusal)?.state == .refused(refusal))
            #expect(try await proposals.settle(made.id, refusal: ["rule": "y"])?.state == .refused(refusal))
            // It was run twice at once: one run was refused, the other is in the log.
            #expect(try await proposals.settle(made.id, refusal: nil)?.state == .confirmed)
            #expect(try await proposals.settle(made.id, refusal: refusal)?.state == .confirmed)
            #expect(try await proposals.confirming().isEmpty)
        }
    }

    @Test func `a caller sees their own, and a supervisor what waits`() async throws {
        try await withProposals { proposals, _, _ in
            let mine = try await proposals.propose(Self.request, by: "c-1", key: nil)
            let done = try await proposals.propose(Self.request, by: "c-2", key: nil)
            let waiting = try await proposals.propose(Self.request, by: "c-2", key: nil)
            _ = try await proposals.settle(.withdraw, on: done.id, by: "c-2")
            func seen(_ others: Bool, before: Int64? = nil, limit: Int = 9) async throws -> [UUID] {
                try await proposals.proposals(by: "c-1", andOthers: others, before: before, limit: limit).map(\.id)
            }
            #expect(try await seen(false) == [mine.id])
            #expect(try await seen(true) == [waiting.id, mine.id])
            #expect(try await seen(true, limit: 1) == [waiting.id])
            #expect(try await seen(true, before: waiting.number) == [mine.id])
        }
    }

    @Test func `of all who decide at once, at the very end of its time too, exactly one does`() async throws {
        try await withProposals { proposals, clock, _ in
            clock.set(0)
            for round in 0..<60 {
                let made = try await proposals.propose(Self.request, by: "c-1", key: nil)
                let decisions = (0..<8).map { number -> (ProposalDecision, String) in
                    switch Int.random(in: 0..<3) {
                    case 0: (.confirm, "c-\(number + 2)")
                    case 1: (.reject(reason: "r\(number)"), "c-\(number + 2)")
                    default: (.withdraw, "c-1")
                    }
                }
                // What each was told: nil, when somebody else had decided.
                let told = try await withThrowingTaskGroup { group in
                    for (decision, caller) in decisions {
                        group.addTask {
                            if round % 2 == 0, Int.random(in: 0..<8) == 0 { clock.set(made.endsAt) }
                            return try await proposals.settle(decision, on: made.id, by: caller)?.state
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let kept = try #require(try await proposals.proposal(made.id))
                #expect(Set(told.compactMap(\.self).filter { $0 != .expired && $0 != .waiting }).count <= 1)
                if kept.state == .expired { #expect(kept.decision == nil) } else { #expect(told.contains(kept.state)) }
                if let decider = kept.decision?.caller { #expect((decider == "c-1") == (kept.state == .withdrawn)) }
                clock.set(0)
            }
        }
    }

    @Test func `a service changes no request and undoes no decision, and only so many of one caller wait`() async throws {
        try await withProposals { proposals, _, owner in
            let made = try await proposals.propose(Self.request, by: "c-1", key: nil)
            _ = try await proposals.settle(.reject(reason: "x"), on: made.id, by: "c-2")
            let other = try await proposals.propose(Self.request, by: "c-1", key: nil)
            for script in [
                "UPDATE access.proposal SET body = '{}'", "UPDATE access.proposal SET proposed_by = 'c-9'", "DELETE FROM access.proposal",
                "UPDATE access.proposal SET outcome = NULL, decided_by = NULL, decided_at = NULL, reason = NULL WHERE outcome IS NOT NULL",
                "UPDATE access.proposal SET outcome = 'confirming', reason = NULL WHERE outcome IS NOT NULL",
                "UPDATE access.proposal SET outcome = 'confirming', decided_by = 'c-1', decided_at = now() WHERE id = '\(other.id)'",
                "UPDATE access.proposal SET outcome = 'rejected', decided_by = 'c-2', decided_at = now() WHERE id = '\(other.id)'",
                "TRUNCATE access.proposal", "SELECT access.drop_proposals(5)", "SELECT access.drop_proposals(37)",
            ] {
                await #expect(throws: PostgresError.self, "\(script)") {
                    try await proposals.database.withSession { try $0.executeScript(script) }
                }
            }
            try await owner.withSession { session in
                try session.execute(
                    """
                    INSERT INTO access.proposal (id, operation, path, contract_id, body, if_match, proposed_by, proposed_at, ends_at)
                    SELECT gen_random_uuid(), operation, path, contract_id, body, if_match, proposed_by, proposed_at, ends_at
                    FROM access.proposal, generate_series(1, \(Proposals.limit)) WHERE id = \(other.id)
                    """)
            }
            await #expect(throws: ProposalTrouble.tooMany(limit: 1000)) { try await proposals.propose(Self.request, by: "c-1", key: nil) }
            _ = try await proposals.propose(Self.request, by: "c-2", key: nil)
        }
    }

    @Test func `old proposals are dropped, save one that is being run`() async throws {
        try await withProposals { proposals, _, owner in
            var ids: [UUID] = []
            for _ in 0..<3 { ids.append(try await proposals.propose(Self.request, by: "c-1", key: nil).id) }
            _ = try await proposals.settle(.confirm, on: ids[1], by: "c-2")
            try await owner.withSession { [ids] session in
                try session.execute(
                    "UPDATE access.proposal SET registered_at = now() - interval '13 months' WHERE id = ANY (\(Array(ids.prefix(1))))")
            }
            try await owner.withSession { [ids] session in
                try session.executeScript(
                    """
                    SET session_replication_role = replica;
                    UPDATE access.proposal SET registered_at = now() - interval '13 months' WHERE id = '\(ids[1])';
                    """)
            }
            #expect(try await proposals.drop(keeping: 14) == 0)
            #expect(try await proposals.drop(keeping: 12) == 1)
            #expect(try await proposals.proposals(by: "c-1", andOthers: false, before: nil, limit: 9).map(\.id) == [ids[2], ids[1]])
        }
    }
}

/// A time that tests set, in microseconds since 1970.
private final class SetTime: Sendable {
    private let time = Atomic<Int64>(1_700_000_000_000_000)

    var now: Int64 { time.load(ordering: .sequentiallyConsistent) }
    func set(_ now: Int64) { time.store(now, ordering: .sequentiallyConsistent) }
}

/// Runs the body with proposals that have the rights of the service, their clock, and a pool of the owner.
private func withProposals(_ body: (Proposals, SetTime, Database) async throws -> Void) async throws {
    try await withDatabase(template: "proposals") { url in
        let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        _ = try await database.withSession { try Migrator().migrate(in: $0) }
        await database.shutdown()
    } _: { made in
        var configuration = made.configuration
        configuration.role = "maintien_people"
        let (service, owner) = (Database(configuration, connections: 4), Database(made.configuration, connections: 1))
        let clock = SetTime()
        try await body(Proposals(database: service) { clock.now }, clock, owner)
        await service.shutdown()
        await owner.shutdown()
    }
}
