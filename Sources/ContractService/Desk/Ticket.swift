import Contracts
import EventLog
import FoundationEssentials
import JSON

/// A parsed submission for the desk. A class: passed around often, and costly to copy.
final class Ticket: Sendable {
    let contract: UUID
    let command: Command
    let caller: String
    /// The proposer, if another caller confirmed the command.
    let proposedBy: String?
    let expectedVersion: VersionCondition
    let key: IdempotencyKey?
    /// The command's place in a stream, if it has a content key.
    let content: ContentOrigin?

    /// Parses a submission's body.
    ///
    /// - Throws: The malformed field.
    convenience init(_ submission: Submission, people: People) throws(ServiceError) {
        try self.init(submission, employers: people.employers) { submission.key(people) }
    }

    /// - Parameters:
    ///   - employers: the form of employers' codes.
    ///   - content: the command's place in a stream, if `key` is a content key.
    ///   - key: makes the idempotency key after the body is parsed.
    init(
        _ submission: Submission, employers: EmployerCodes, content: ContentOrigin? = nil, key: () -> IdempotencyKey?
    ) throws(ServiceError) {
        self.content = content
        contract = submission.contract.uuid
        caller = submission.caller
        proposedBy = submission.proposedBy
        expectedVersion = submission.expectedVersion
        do { command = try Command(submission.command, body: submission.body, employers: employers) } catch { throw .malformed(error) }
        self.key = key()
        if self.key == nil, submission.idempotencyKey != nil {
            throw .malformed(MalformedField(.badValue(expected: "1…255 bytes"), at: "Idempotency-Key"))
        }
    }

    private init(_ ticket: Ticket, under key: IdempotencyKey) {
        (contract, command, caller, proposedBy) = (ticket.contract, ticket.command, ticket.caller, ticket.proposedBy)
        (expectedVersion, content) = (ticket.expectedVersion, ticket.content)
        self.key = key
    }

    /// The same command under another key.
    func under(_ key: IdempotencyKey) -> Ticket { Ticket(self, under: key) }
}

extension Ticket {
    /// Decides the command on a contract file.
    func judged(on file: ContractFile, by ledger: Ledger) -> Judgement {
        do throws(ServiceError) {
            let facts = try decision(on: file.contract, version: file.version, by: ledger)
            let proposal = Proposal(
                contract: contract, expectedVersion: file.version,
                events: facts.map { NewEvent($0, from: command.source, proposedBy: proposedBy) },
                recordedBy: caller, idempotency: key)
            return .proposal(proposal, facts)
        } catch { return .refused(error) }
    }

    /// The command's new facts. Checks in this order: unknown contract, expected version, rules.
    func decision(
        on contract: Result<Contract, Refusal>, version: Int, by ledger: Ledger
    ) throws(ServiceError) -> [Fact] {
        if version == 0, !command.mayOpenContract { throw ServiceError.refused(.contractUnknown) }
        try expectedVersion.check(version)
        // The contract's scheme is unknown, so no field of this command is wrong.
        let folded: Contract
        do throws(Refusal) { folded = try contract.get() } catch { throw ServiceError.refused(error.rule) }
        let facts: [Fact]
        do throws(Refusal) {
            facts = try folded.known(at: ledger.present(after: folded.events)).decide(command.facts, within: ledger.limits)
        } catch { throw ServiceError(error, of: command) }
        if let pointer = command.personalWords { throw .personalWords(pointer: pointer) }
        if let secret = command.secrets.first(where: { folded.hasErased($0.person) }) { throw .personErased(pointer: secret.pointer) }
        return facts
    }
}
