import Access
import ContractService
import HTTPTypes
import Hummingbird
import JSON

/// `POST /v1/contracts/{contract}/{command}`, one route a command.
struct CommandRoutes: Sendable {
    let service: any ContractAnswering
    let limits: BodyLimits
    /// The form of employers' codes.
    let employers: EmployerCodes
    let fourEyes: FourEyesRule
    /// Keeps requests that need a second caller; nil: such requests are refused.
    let proposals: ProposalDesk?
    /// Tells when the facts of a dry run will be called; nil: no runs are made here.
    let runs: (any RunKeeping)?

    var routes: [Route] {
        CommandName.allCases.map { command in
            Route(
                operation: .command(command),
                answering: command.annuls
                    ? .recorder({ try await annul($0, $1, command) }, dryRun: { try await tryOut($0, $1, command) })
                    : .recorder({ try await record($0, $1, command) }, dryRun: { try await tryOut($0, $1, command) }))
        }
    }

    /// Records the facts of a command. The type of `scope` proves that the caller may record.
    private func record(_ request: Request, _ scope: RoleScope<some RecordingRequirement>, _ command: CommandName) async throws -> Response
    {
        let submission = try await submission(request, scope.signedIn, command)
        return try await answer(to: submission) { try await service.submit($0) }
    }

    /// Annuls events, or proposes the annulment to another caller.
    private func annul(_ request: Request, _ scope: RoleScope<Recorders>, _ command: CommandName) async throws -> Response {
        let submission = try await submission(request, scope.signedIn, command)
        if fourEyes.letsActAlone(scope.caller, in: .rescind) { return try await answer(to: submission) { try await service.submit($0) } }
        let asked: Command
        do throws(MalformedField) { asked = try Command(command, body: submission.body, employers: employers) } catch {
            throw Problem.malformed(error)
        }
        guard asked.annuls else { return try await answer(to: submission) { try await service.submit($0) } }
        guard let proposals else { throw Problem.roleNeeded([.supervisor]) }
        guard asked.secrets.isEmpty else { throw Problem.personalProposal }
        let proposed = ProposedRequest(
            command == .correct ? .correct : .rescind, path: "/v1/contracts/\(submission.contract)/\(command.rawValue)",
            contract: submission.contract.uuid, body: submission.body, ifMatch: request.headers[values: .ifMatch])
        let (proposal, isReplayed) = try await proposals.propose(proposed, by: scope.caller, key: submission.idempotencyKey) {
            var tried = submission
            tried.dryRun = true
            _ = try await answer(to: tried) { try await service.submit($0) }
        }
        return Response(proposed: proposal, isReplayed: isReplayed)
    }

    /// Shows what a command would do.
    private func tryOut(_ request: Request, _ scope: SignedInScope, _ command: CommandName) async throws -> Response {
        let submission = try await submission(request, scope, command)
        return try await answer(to: submission) { submission in
            var acceptance = try await SeenContracts(service, by: scope.caller).tryOut(submission)
            if let runs, let tried = acceptance.tried, let called = try await runs.outlookAnswer(of: submission.contract, tried) {
                acceptance.add("called", called)
            }
            return acceptance
        }
    }

    private func submission(_ request: Request, _ scope: SignedInScope, _ command: CommandName) async throws -> Submission {
        let bytes = try await request.jsonBytes(limits, in: scope)
        let contract = try scope.contract
        let isDryRun = try Query(of: request, allowing: ["dry-run"]).dryRun ?? false
        return Submission(
            contract: contract, command: command, body: try JSON(body: bytes), caller: scope.caller.id,
            idempotencyKey: try request.idempotencyKey, expectedVersion: try request.expectedVersion(service.logMark), dryRun: isDryRun)
    }

    private func answer(to submission: Submission, _ submit: (Submission) async throws -> Acceptance) async throws -> Response {
        let receipt: Acceptance
        do { receipt = try await submit(submission) } catch ServiceError.preconditionFailed(let version) {
            throw Problem.otherVersion(EntityTag(version: version, logMark: service.logMark))
        }
        return Response(receipt, isDryRun: submission.dryRun, logMark: service.logMark)
    }
}

extension Response {
    /// The answer to a command that was accepted.
    init(_ receipt: Acceptance, isDryRun: Bool = false, logMark: String?) {
        var headers: HTTPFields = [.eTag: EntityTag(version: receipt.version, logMark: logMark).description]
        if receipt.replayed { headers[.idempotencyReplayed] = "true" }
        self.init(bytes: receipt.bytes, type: "application/json", status: receipt.created && !isDryRun ? .created : .ok, headers: headers)
    }
}

extension SignedInScope {
    /// The contract that the path names.
    var contract: ContractID {
        get throws(Problem) {
            guard let contract = parameter("contract").flatMap({ ContractID(String($0)) }) else {
                throw .malformed(parameter: "contract", .badValue(expected: "UUID"))
            }
            return contract
        }
    }
}

extension Request {
    /// The key under which the answer is stored: 1 to 255 visible ASCII characters.
    var idempotencyKey: String? {
        get throws(Problem) {
            let lines = headers[values: .idempotencyKey]
            guard let key = lines.first else { return nil }
            guard lines.count == 1, 1...255 ~= key.utf8.count, key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                throw .malformed(header: .idempotencyKey, expected: "1…255 × U+0021…U+007E")
            }
            return key
        }
    }

    /// The version that the contract must have.
    ///
    /// - Parameter logMark: the mark of the log's incarnation; nil when unknown.
    fileprivate func expectedVersion(_ logMark: String?) throws(Problem) -> VersionCondition {
        guard let condition = VersionCondition(ifMatch: headers[values: .ifMatch], logMark: logMark) else {
            throw .malformed(header: .ifMatch, expected: "* | \"7\", \"8-9f2c1ab4\", …")
        }
        return condition
    }
}
