import Contracts

extension ContractService {
    /// Records what a command tells, or shows what it would do.
    ///
    /// When it returns, what it says was recorded is durable. A retry under the same idempotency key gets the first answer.
    ///
    /// - Throws: `ServiceError`; anything else is a fault of the service.
    public func submit(_ submission: Submission) async throws -> Acceptance {
        let ticket = try Ticket(submission, people: people)
        if submission.dryRun { return try await tryOut(ticket, on: submission.contract) }
        guard ticket.tellsOfPeople else { return try await desk.decide(ticket) }
        var acceptance = try await desk.decide(ticket)
        // It is recorded, whether these can be told or not.
        acceptance.notices = (try? await people.notices(of: [ticket]))?[ObjectIdentifier(ticket)] ?? []
        return acceptance
    }

    private func tryOut(_ ticket: Ticket, on id: ContractID) async throws -> Acceptance {
        let folded = try await questions.folded(id)
        return try await questions.reckoner.reckon(of: id.uuid, facts: folded.facts.count) { [ledger] in
            let file = ContractFile(id.uuid, folded, schemes: ledger.schemes)
            let facts = try ticket.decision(on: file.contract, version: file.version, by: ledger)
            let contract = try file.contract.get()
            let present = contract.known(at: ledger.present(after: contract.events))
            return Acceptance(trying: facts, on: present, of: id)
        }.value
    }

    /// Takes no more commands, and returns when all that were taken are answered.
    public func drain() async {
        await desk.close()
        await bulk.close()
    }
}
