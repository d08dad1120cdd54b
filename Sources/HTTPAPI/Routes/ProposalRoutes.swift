import Access
import ContractService
import FoundationEssentials
import HTTPTypes
import Hummingbird
import JSON

/// `/v1/proposals`: proposals of one caller, on which another decides.
struct ProposalRoutes: Sendable {
    let desk: ProposalDesk
    let limits: BodyLimits

    /// The most proposals on a page.
    static let page = 100

    var routes: [Route] {
        [
            Route(operation: .proposals, answering: .recorder({ try await list($0, $1) })),
            Route(
                operation: .proposal,
                answering: .recorder({ request, scope in
                    _ = try Query(of: request)
                    return Response(json: try await desk.proposal(scope.signedIn.proposal, for: scope.caller).json)
                })),
            Route(
                operation: .confirmProposal,
                answering: .supervisor({ request, scope in
                    try await request.checkEmptyBody(limits, in: scope.signedIn)
                    return try await desk.confirm(scope.signedIn.proposal, by: scope)
                })),
            Route(
                operation: .withdrawProposal,
                answering: .recorder({ request, scope in
                    try await request.checkEmptyBody(limits, in: scope.signedIn)
                    return Response(json: try await desk.withdraw(scope.signedIn.proposal, by: scope.caller).json)
                })),
            Route(
                operation: .rejectProposal,
                answering: .supervisor({ request, scope in
                    let bytes = try await request.jsonBytes(limits, in: scope.signedIn)
                    let proposal = try scope.signedIn.proposal
                    _ = try Query(of: request)
                    let reason = try StatedReason(body: try JSON(body: bytes))
                    return Response(json: try await desk.reject(proposal, by: scope, reason: reason).json)
                })),
        ]
    }

    private func list(_ request: Request, _ scope: RoleScope<Recorders>) async throws -> Response {
        let query = try Query(of: request, allowing: ["limit", "after"])
        let before = try query.optional("after", "Link, rel=\"next\"") { Int(digits: $0, in: 1...Int.max).map(Int64.init) }
        let limit = try query.optional("limit", "1…\(Self.page)") { Int(digits: $0, in: 1...Self.page) } ?? Self.page
        let found = try await desk.proposals(for: scope.caller, before: before, limit: limit)
        var headers: HTTPFields = [:]
        if found.count == limit, let last = found.last, last.number > 1 {
            headers[.link] = query.link(to: request.path, setting: [("after", String(last.number))])
        }
        return Response(json: ["proposals": .array(found.map(\.json))], headers: headers)
    }
}

extension SignedInScope {
    /// The proposal that the path names.
    fileprivate var proposal: UUID {
        get throws(Problem) {
            guard let proposal = parameter("proposal").flatMap({ ContractID(String($0))?.uuid }) else {
                throw .malformed(parameter: "proposal", .badValue(expected: "UUID"))
            }
            return proposal
        }
    }
}

extension Request {
    /// Accepts no body or an empty JSON object, and no parameters.
    fileprivate func checkEmptyBody(_ limits: BodyLimits, in scope: SignedInScope) async throws {
        if headers.contains(.contentType) {
            let body = try JSON(body: try await jsonBytes(limits, in: scope))
            do throws(MalformedField) { try body.read(.object { _ throws(MalformedField) in () }) } catch { throw Problem.malformed(error) }
        }
        _ = try Query(of: self)
    }
}
