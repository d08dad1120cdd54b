import CivilTime
public import Contracts
import JSON

/// What a command would record on a contract that was read, and what that would change. Nothing is recorded.
public struct CommandTrial: Sendable {
    /// All that the command tells, known or not.
    public let told: [Fact]
    /// What it tells that is new, in order; empty when all of it is known already.
    public let new: [Fact]
    /// Whether it annuls facts.
    public let annuls: Bool
    /// Whether the vault would keep something of it.
    public let tellsOfPeople: Bool
    /// What the new facts change.
    public let changes: Changes
    /// The contract with the new facts, told now.
    public let after: Contract

    /// The changes, as the answer to a dry run shows them: equal bytes are equal changes.
    public var changesWritten: [UInt8] {
        JSON.changes(changes, settledThrough: Month(of: after.asOf)).bytes(sortedKeys: true)
    }
}

extension ContractService {
    /// Decides a command on the present of a contract that was read, as the desk would, and works out what it would change.
    ///
    /// The log is not read again: so the answer is about the facts that the page shows.
    ///
    /// - Throws: `ServiceError`, as for the same command at the desk.
    public func tryOut(_ submission: Submission, on record: ContractRecord) async throws -> CommandTrial {
        let ticket = try Ticket(submission, people: people)
        let present = record.present
        return try await reckon(of: record.id, facts: present.events.count) { [ledger] in
            let facts = try ticket.decision(on: .success(present), version: present.version, by: ledger)
            var after = present
            let told = zip((present.version + 1)..., facts).map { RecordedFact(version: $0, recordedAt: present.knownAt, fact: $1) }
            do throws(Refusal) { try after.learn(told) } catch { throw ServiceError.refused(error.rule) }
            return CommandTrial(
                told: ticket.command.facts, new: facts, annuls: ticket.command.annuls, tellsOfPeople: !ticket.command.secrets.isEmpty,
                changes: facts.isEmpty ? .none : present.changes(by: facts), after: after)
        }
    }
}
