import Access
import ContractService
import Contracts
import JSON

/// The contracts that one caller may see. Staff see all contracts, an agent sees their own, an employer sees their own months.
/// Any other contract gets the answer of an unknown contract.
struct SeenContracts: Sendable {
    private let service: any ContractAnswering
    private let caller: Caller
    private var capacity: Capacity { caller.capacity }

    init(_ service: any ContractAnswering, by caller: Caller) {
        self.service = service
        self.caller = caller
    }

    /// Answers a question about one contract.
    ///
    /// - Parameter position: the position that the answer must include.
    func answer(_ question: Question, of contract: ContractID, knownAt: KnownAt, atLeast position: Int64?) async throws -> Answer {
        switch (capacity, question) {
        case (.staff, _): break
        case (.agent, .events):
            try check(contract)
            return try await service.recentAnswer(.eventsForHolder, of: contract, knownAt: knownAt, atLeast: position)
        case (.agent, _): try check(contract)
        case (.employer(let code), .cotisation(let month, let before)):
            try checkInstant(knownAt, "known-at")
            try checkInstant(before, "compared-with")
            return try await hidingTime {
                try await service.recentAnswer(
                    .cotisationForEmployer(code, month: month, comparedWith: before), of: contract, knownAt: knownAt, atLeast: position)
            }
        case (.employer, _): throw ServiceError.refused(.contractUnknown)
        }
        return try await service.recentAnswer(question, of: contract, knownAt: knownAt, atLeast: position)
    }

    /// Shows what a command would do.
    func tryOut(_ submission: Submission) async throws -> Acceptance {
        try check(submission.contract)
        var submission = submission
        submission.dryRun = true
        return try await service.submit(submission)
    }

    /// The vault's data on a person.
    func person(_ person: Person, of contract: ContractID) async throws -> HeldIdentity {
        try check(contract)
        let held = try await service.person(person, of: contract)
        return capacity.seesPeopleMasked ? HeldIdentity(content: held.content.masked, tag: held.tag) : held
    }

    /// Replaces the vault's data on a person. An agent replaces only their contact details.
    func setPerson(
        _ person: Person, of contract: ContractID, to content: JSON, if condition: IdentityCondition
    ) async throws -> HeldIdentity {
        try check(contract)
        guard case .agent = capacity else {
            return try await service.setPerson(person, of: contract, to: content, if: condition, by: caller.id)
        }
        return try await service.setContact(of: person, of: contract, to: content, if: condition, by: caller.id)
    }

    /// The present and former data on a person.
    func personChanges(_ person: Person, of contract: ContractID) async throws -> JSON {
        try check(contract)
        let changes = try await service.personChanges(person, of: contract)
        return capacity.seesPeopleMasked ? changes.maskingIdentities : changes
    }

    /// - Throws: `contract.unknown` for a contract that the caller may not see, whether it exists or not.
    private func check(_ contract: ContractID) throws {
        switch capacity {
        case .staff: return
        case .agent(let own) where own == contract.uuid: return
        case .agent, .employer: throw ServiceError.refused(.contractUnknown)
        }
    }
}

extension SeenContracts {
    /// Refuses a version: by asking for one version after another, an employer could count events.
    private func checkInstant(_ knownAt: KnownAt?, _ parameter: String) throws(Problem) {
        if case .version = knownAt { throw .malformed(parameter: parameter, .badValue(expected: "YYYY-MM-DDThh:mm:ssZ")) }
    }

    /// Delays a refusal until 25 ms have passed. Otherwise its speed would reveal whether the contract exists.
    private func hidingTime(_ answer: () async throws -> Answer) async throws -> Answer {
        let end = ContinuousClock.now + .milliseconds(25)
        do { return try await answer() } catch ServiceError.refused(.contractUnknown, let version, let pointer, _) {
            try await Task.sleep(until: end)
            throw ServiceError.refused(.contractUnknown, conflictsWith: version, pointer: pointer)
        }
    }
}
