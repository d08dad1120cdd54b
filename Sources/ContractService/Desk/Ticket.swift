import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON

/// A submission, read: what the desk decides. Handed about a good deal, and therefore no value that is copied.
final class Ticket: Sendable {
    let contract: UUID
    let command: Command
    let caller: String
    /// Who proposed it, when another caller confirmed it.
    let proposedBy: String?
    let expectedVersion: VersionCondition
    let key: IdempotencyKey?
    /// Where the command stands in a stream, if it is known by its content.
    let content: ContentOrigin?

    /// Reads a submission's body.
    ///
    /// - Throws: the field that is malformed.
    convenience init(_ submission: Submission, people: People) throws(ServiceError) {
        try self.init(submission, employers: people.employers) { submission.key(people) }
    }

    /// - Parameters:
    ///   - employers: the form that the code of an employer must have.
    ///   - content: where the command stands in a stream, if `key` is made of its content.
    ///   - key: makes the key under which the command is known, once it is read.
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
    /// Decides the command on a contract as it is on the desk.
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

    /// What the command tells that is new: unknown contract, then expected version, then the rules.
    func decision(
        on contract: Result<Contract, Refusal>, version: Int, by ledger: Ledger
    ) throws(ServiceError) -> [Fact] {
        if version == 0, !command.mayOpenContract { throw ServiceError.refused(.contractUnknown) }
        try expectedVersion.check(version)
        // Its scheme is unknown: no field of this command is at fault.
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
