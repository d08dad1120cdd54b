public import Access
public import BackOffice
import ContractService
import Contracts
public import FoundationEssentials
import HTTPTypes
import Hummingbird
import JSON
import Logging

/// Keeps proposals until another caller confirms them, and runs the confirmed ones.
///
/// A confirmation is stored before its request runs, and the request's idempotency key is made of the proposal's id. So a crash in
/// between loses nothing and does nothing twice: the next confirmation, or ``finish()``, runs the request again, and the log then repeats
/// its first answer.
public struct ProposalDesk: Sendable {
    let service: any ContractAnswering
    let proposals: any ProposalKeeping

    /// Proposals for a service.
    public init(service: any ContractAnswering, proposals: any ProposalKeeping) {
        self.service = service
        self.proposals = proposals
    }

    /// Runs the confirmed requests whose outcome is not yet known.
    ///
    /// - Returns: how many are still not done, because the service could not decide them.
    public func finish() async throws -> Int {
        var left = 0
        for proposal in try await proposals.confirming() {
            do { _ = try await run(proposal) } catch let problem as Problem where problem.status != .internalServerError {} catch {
                left += 1
            }
        }
        return left
    }

    /// Keeps a request for another caller to confirm.
    ///
    /// - Parameter dryRun: tries the request. If it throws, the request is not kept.
    func propose(
        _ request: ProposedRequest, by caller: Caller, key: String?, dryRun: () async throws -> Void
    ) async throws -> (proposal: ProposedChange, isReplayed: Bool) {
        if let key, let earlier = try await reaching({ try await proposals.proposal(under: key, by: caller.id, for: request) }) {
            return (earlier, true)
        }
        try await dryRun()
        return (try await reaching { try await proposals.propose(request, by: caller.id, key: key) }, false)
    }

    /// A proposal that the caller may see: their own one, or any one for a supervisor.
    func proposal(_ id: UUID, for caller: Caller) async throws -> ProposedChange {
        try Self.seen(try await reaching { try await proposals.proposal(id) }, by: caller)
    }

    /// The caller's proposals, the latest first; for a supervisor also the unfinished ones of others.
    public func proposals(for caller: Caller, before: Int64?, limit: Int) async throws -> [ProposedChange] {
        let isSupervisor = caller.capacity.has(oneOf: [.supervisor])
        return try await reaching {
            try await proposals.proposals(by: caller.id, andOthers: isSupervisor, before: before, limit: limit)
        }
    }

    /// Confirms another caller's proposal, and returns the answer to its request. Every confirmation gets the same answer.
    func confirm(_ id: UUID, by supervisor: RoleScope<Supervisors>) async throws -> Response {
        try await confirm(id, by: supervisor.caller)
    }

    private func confirm(_ id: UUID, by supervisor: Caller) async throws -> Response {
        let proposal = try await settle(.confirm, on: id, by: supervisor)
        guard proposal.proposedBy != supervisor.id else { throw Problem.ownProposal }
        switch proposal.state {
        case .confirming, .confirmed: return try await run(proposal)
        case .refused(let kept): throw Problem(kept: kept)
        case .expired, .waiting, .withdrawn, .rejected: throw Problem.decided(proposal.state)
        }
    }

    /// Turns down another caller's proposal.
    func reject(_ id: UUID, by supervisor: RoleScope<Supervisors>, reason: StatedReason) async throws -> ProposedChange {
        try await reject(id, by: supervisor.caller, reason: reason.text)
    }

    private func reject(_ id: UUID, by supervisor: Caller, reason: String) async throws -> ProposedChange {
        let proposal = try await settle(.reject(reason: reason), on: id, by: supervisor)
        guard proposal.proposedBy != supervisor.id else { throw Problem.ownProposal }
        guard case .rejected(reason) = proposal.state, proposal.decision?.caller == supervisor.id else {
            throw Problem.decided(proposal.state)
        }
        return proposal
    }

    /// Takes the caller's own proposal back.
    func withdraw(_ id: UUID, by caller: Caller) async throws -> ProposedChange {
        let proposal = try await settle(.withdraw, on: id, by: caller)
        guard proposal.proposedBy == caller.id else { throw Problem.proposalOfAnother }
        guard proposal.state == .withdrawn else { throw Problem.decided(proposal.state) }
        return proposal
    }

    private func settle(_ decision: ProposalDecision, on id: UUID, by caller: Caller) async throws -> ProposedChange {
        try Self.seen(try await reaching { try await proposals.settle(decision, on: id, by: caller.id) }, by: caller)
    }

    private static func seen(_ proposal: ProposedChange?, by caller: Caller) throws -> ProposedChange {
        guard let proposal, proposal.proposedBy == caller.id || caller.capacity.has(oneOf: [.supervisor]) else {
            throw Problem.unknownProposal
        }
        return proposal
    }

    /// Runs `body`, and throws a `ServiceError` in place of a known error.
    private func reaching<T>(_ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch { throw ServiceError(error) ?? error }
    }
}

extension ProposalDesk: ProposalDeciding {
    /// Confirms and runs a proposal, turns it down, or takes the caller's own back.
    ///
    /// - Throws: `access.role` when the caller confirms or turns down and is no supervisor.
    public func settle(_ id: UUID, by decision: ProposalDecision, of caller: Caller) async throws {
        if decision != .withdraw, !caller.capacity.has(oneOf: [.supervisor]) { throw Problem.roleNeeded([.supervisor]) }
        switch decision {
        case .confirm: _ = try await confirm(id, by: caller)
        case .reject(let reason): _ = try await reject(id, by: caller, reason: reason)
        case .withdraw: _ = try await withdraw(id, by: caller)
        }
    }
}

extension ProposalDesk {
    /// Runs a confirmed request, and stores its outcome.
    private func run(_ proposal: ProposedChange) async throws -> Response {
        let response: Response
        do { response = try await answer(to: proposal) } catch let error as ServiceError where !error.leavesUndecided {
            let problem = Problem(error)
            let now = try await reaching { try await proposals.settle(proposal.id, refusal: problem.kept) }
            switch now?.state {
            // Another confirmation was faster.
            case .confirmed?: return try await answer(to: proposal)
            case .refused(let kept)?: throw Problem(kept: kept)
            default: throw problem
            }
        }
        guard proposal.state == .confirming else { return response }
        // The log already has the events. If storing the outcome fails, the next run stores it.
        do { _ = try await proposals.settle(proposal.id, refusal: nil) } catch {
            Logger.current.warning("what became of a proposal is not kept yet", metadata: ["proposal": "\(proposal.id)"])
        }
        return response
    }

    /// Runs the request as if its confirmer had sent it. Every run returns the same answer.
    private func answer(to proposal: ProposedChange) async throws -> Response {
        guard let confirmer = proposal.decision?.caller else { throw Problem.fault }
        switch proposal.request.operation {
        case .rescind: return try await record(.rescind, proposal, by: confirmer)
        case .correct: return try await record(.correct, proposal, by: confirmer)
        case .erase:
            guard let person = proposal.request.erasedPerson else { throw Problem.fault }
            // When the person is already erased, this returns the first answer.
            let erased = try await service.erase(
                person, of: ContractID(proposal.request.contract), for: try ErasureOrder(proposal.request.body), by: confirmer,
                proposedBy: proposal.proposedBy)
            return Response(json: erased.body)
        }
    }

    private func record(_ command: CommandName, _ proposal: ProposedChange, by confirmer: String) async throws -> Response {
        let request = proposal.request
        let submission = Submission(
            contract: ContractID(request.contract), command: command, body: request.body, caller: confirmer,
            proposedBy: proposal.proposedBy, idempotencyKey: proposal.key,
            expectedVersion: VersionCondition(ifMatch: request.ifMatch, logMark: service.logMark) ?? .any)
        return Response(try await service.submit(submission), logMark: service.logMark)
    }
}

extension ProposedChange {
    /// The idempotency key of the proposal's request, used for its confirmer only. The space keeps it apart from keys sent in headers.
    fileprivate var key: String { "proposal \(id.uuidString.lowercased())" }
}

extension ProposedRequest {
    /// The request to erase a person.
    init(erasing person: Person, of contract: ContractID, body: JSON) {
        self.init(.erase, path: "/v1/contracts/\(contract)/people/\(person)/erase", contract: contract.uuid, body: body)
    }

    /// The person that a request to erase names.
    fileprivate var erasedPerson: Person? { path.split(separator: "/").dropLast().last.flatMap { Person(String($0)) } }
}
