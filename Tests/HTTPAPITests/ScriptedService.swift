import CivilTime
@testable import ContractService
import Contracts
import FoundationEssentials
import HTTPAPI
import JSON
import Synchronization

/// Stands in for the service: answers as told, and keeps what it was asked.
final class ScriptedService: ContractAnswering {
    struct Asked: Sendable {
        var submissions: [Submission] = []
        var questions: [(question: Question, contract: ContractID, knownAt: KnownAt)] = []
        var people: [(person: Person, content: JSON?)] = []
        var conditions: [IdentityCondition] = []
        var schemes: [(day: Day?, knownAt: KnownAt)] = []
        var mayAnnul: [Bool] = []
        var chunks: [(lines: [BulkLine], caller: String)] = []
    }

    private let record = Mutex(Asked())
    private let accept: @Sendable (Submission) async throws -> Acceptance
    private let isReady: Bool
    private let decideAll: @Sendable ([BulkLine]) async throws -> [BulkAnswer]

    var asked: Asked { record.withLock { $0 } }

    init(
        isReady: Bool = true, accept: @escaping @Sendable (Submission) async throws -> Acceptance = { _ in .first },
        decideAll: @escaping @Sendable ([BulkLine]) async throws -> [BulkAnswer] = { $0.map(\.read) }
    ) {
        self.isReady = isReady
        self.decideAll = decideAll
        self.accept = accept
    }

    /// Refuses every command and question.
    convenience init(refusing error: some Error) {
        self.init { _ in throw error }
    }

    func submit(_ submission: Submission) async throws -> Acceptance {
        record.withLock { $0.submissions.append(submission) }
        return try await accept(submission)
    }

    func submitAll<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool, keyedByContent: Bool, answer: ([BulkAnswer]) async throws -> Void
    ) async throws where Chunks.Element == [BulkLine] {
        record.withLock { $0.mayAnnul.append(mayAnnul) }
        for try await lines in chunks {
            record.withLock { $0.chunks.append((lines, caller)) }
            try await answer(try await decideAll(lines))
        }
    }

    func recentAnswer(_ question: Question, of contract: ContractID, knownAt: KnownAt, atLeast position: Int64?) async throws -> Answer {
        record.withLock { $0.questions.append((question, contract, knownAt)) }
        _ = try await accept(Submission(contract: contract, command: .resume, body: [:], caller: ""))
        return Answer(body: ["contract": .string(contract.description)], version: 7)
    }

    func scheme(_ name: String, on day: Day?, knownAt: KnownAt) -> JSON? {
        record.withLock { $0.schemes.append((day, knownAt)) }
        return name == "fpe-education-2026" ? ["scheme": .string(name)] : nil
    }

    func person(_ person: Person, of contract: ContractID) async throws -> HeldIdentity {
        record.withLock { $0.people.append((person, nil)) }
        _ = try await accept(Submission(contract: contract, command: .resume, body: [:], caller: ""))
        return HeldIdentity(content: ["familyName": "Durand"], tag: "tag-1")
    }

    func setPerson(
        _ person: Person, of contract: ContractID, to content: JSON, if condition: IdentityCondition, by caller: String
    ) async throws -> HeldIdentity {
        record.withLock { asked in
            asked.people.append((person, content))
            asked.conditions.append(condition)
        }
        _ = try await accept(Submission(contract: contract, command: .resume, body: [:], caller: ""))
        return HeldIdentity(content: content, tag: "tag-2")
    }

    func personChanges(_ person: Person, of contract: ContractID) async throws -> JSON {
        record.withLock { $0.people.append((person, nil)) }
        _ = try await accept(Submission(contract: contract, command: .resume, body: [:], caller: ""))
        return ["contract": .string(contract.description), "person": .string(person.description), "changes": []]
    }

    func checkErasure(_ person: Person, of contract: ContractID, for order: ErasureOrder) async throws {
        record.withLock { $0.people.append((person, .string("tried: \(order.reason)"))) }
        _ = try await accept(Submission(contract: contract, command: .resume, body: [:], caller: "", dryRun: true))
    }

    func erase(
        _ person: Person, of contract: ContractID, for order: ErasureOrder, by caller: String, proposedBy proposer: String?
    ) async throws -> ErasedPerson {
        record.withLock { $0.people.append((person, .string([order.reason, caller, proposer].compactMap(\.self).joined(separator: " ")))) }
        _ = try await accept(Submission(contract: contract, command: .resume, body: [:], caller: ""))
        return ErasedPerson(person, of: contract, version: 7, position: 4711, at: Instant(microseconds: 0))
    }

    func people(_ line: FindLine) async throws -> JSON {
        _ = try await accept(Submission(contract: ContractID(UUID()), command: .resume, body: [:], caller: ""))
        return ["people": []]
    }

    func dismissDuplicate(_ id: UUID, reason: StatedReason, by caller: String) async throws -> Bool { id == RoleTests.own }

    var logMark: String? { "0a1b2c3d" }

    func readiness() async -> Readiness {
        Readiness(isReady: isReady, detail: "as told", durability: isReady ? ["flushed": true, "synchronousStandbys": 1] : nil)
    }
}

extension Acceptance {
    static let first = Acceptance(body: ["version": 1], created: true, version: 1, replayed: false)
    static let again = Acceptance(body: ["version": 1], created: true, version: 1, replayed: true)
    static let later = Acceptance(body: ["version": 2], created: false, version: 2, replayed: false)
}

extension BulkLine {
    /// The line accepted, under the key that it gives; or why it cannot be read, or that no such contract is known.
    var read: BulkAnswer {
        let outcome: Result<Acceptance, any Error>
        var key: String?
        if bytes.count > BulkLine.maximum {
            outcome = .failure(UnreadableLine.tooLong)
        } else {
            do throws(JSON.SyntaxError) {
                let json = try JSON(parsing: bytes)
                key = json["key"]?.string
                outcome = json["bad"] == nil ? .success(.later) : .failure(ServiceError.refused(.contractUnknown))
            } catch { outcome = .failure(UnreadableLine.notJSON(error)) }
        }
        return BulkAnswer(line: number, key: key, contract: nil, outcome: outcome)
    }
}
