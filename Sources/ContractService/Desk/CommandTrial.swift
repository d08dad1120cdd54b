import CivilTime
public import Contracts
import JSON

/// The result of a dry run: the facts that a command would record, and their changes.
public struct CommandTrial: Sendable {
    /// All facts of the command, new or known.
    public let told: [Fact]
    /// Its new facts, in order; empty when all are known.
    public let new: [Fact]
    /// Whether it annuls facts.
    public let annuls: Bool
    /// Whether the command has data for the vault.
    public let tellsOfPeople: Bool
    /// The changes by the new facts.
    public let changes: Changes
    /// The contract with the new facts, recorded now.
    public let after: Contract
    /// The contract without the new facts, and these.
    public let tried: TriedContract

    /// The changes as a dry run's answer shows them. Equal bytes mean equal changes.
    public var changesWritten: [UInt8] {
        JSON.changes(changes, settledThrough: Month(of: after.asOf)).bytes(sortedKeys: true)
    }
}

extension ContractService {
    /// Decides a command on a record's present contract, like the desk, and computes its changes.
    ///
    /// Does not read the log again, so the answer is about the facts that the page shows.
    ///
    /// - Throws: `ServiceError`, as at the desk.
    public func tryOut(_ submission: Submission, on record: ContractRecord) async throws -> CommandTrial {
        let ticket = try Ticket(submission, people: people)
        let present = record.present
        try await requireFreeReferences(ticket, on: present)
        return try await reckon(of: record.id, facts: present.events.count) { [ledger] in
            let facts = try ticket.decision(on: .success(present), version: present.version, by: ledger)
            let tried = TriedContract(present, facts)
            let after = try tried.after()
            return CommandTrial(
                told: ticket.command.facts, new: facts, annuls: ticket.command.annuls, tellsOfPeople: !ticket.command.secrets.isEmpty,
                changes: facts.isEmpty ? .none : present.changes(by: facts), after: after, tried: tried)
        }
    }
}
