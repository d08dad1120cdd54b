import Contracts
import EventLog
import Postgres

extension ContractService {
    /// Records a command, or shows its effect in a dry run.
    ///
    /// When this returns, recorded facts are durable. A retry under the same idempotency key gets the first answer.
    ///
    /// - Throws: `ServiceError`; any other error is a fault of the service.
    public func submit(_ submission: Submission) async throws -> Acceptance {
        let ticket = try Ticket(submission, people: people)
        if submission.dryRun { return try await tryOut(ticket, on: submission.contract) }
        guard ticket.tellsOfPeople else { return try await desk.submit(ticket) }
        var acceptance = try await desk.submit(ticket)
        // The command is recorded, even if its notices cannot be read.
        acceptance.notices = (try? await people.notices(of: [ticket]))?[ObjectIdentifier(ticket)] ?? []
        return acceptance
    }

    private func tryOut(_ ticket: Ticket, on id: ContractID) async throws -> Acceptance {
        let folded = try await questions.folded(id)
        let acceptance = try await questions.reckoner.reckon(of: id.uuid, facts: folded.facts.count) { [ledger] in
            let file = ContractFile(id.uuid, folded, schemes: ledger.schemes)
            let facts = try ticket.decision(on: file.contract, version: file.version, by: ledger)
            let contract = try file.contract.get()
            let present = contract.known(at: ledger.present(after: contract.events))
            return Acceptance(trying: facts, on: present, of: id)
        }.value
        if let contract = try? folded.contract(ledger.schemes) { try await requireFreeReferences(ticket, on: contract) }
        return acceptance
    }

    /// Refuses a registration whose reference another contract has now. The desk looks again when it records.
    ///
    /// - Throws: `ServiceError.mandateTaken`.
    func requireFreeReferences(_ ticket: Ticket, on contract: Contract) async throws {
        let claims = ledger.mandateClaims(of: ticket.command.facts, on: contract, ticket.contract)
        if claims.isEmpty { return }
        let taken = try await people.database.withSession { session in try EventLog.taken(claims, in: session) }
        if let claim = claims.first(where: taken.contains) { throw ticket.command.refusal(for: claim) }
    }

    /// Refuses further commands, and returns when all accepted ones are answered.
    public func drain() async {
        await desk.close()
        await bulk.close()
    }
}
