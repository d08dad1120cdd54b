import Access
import CivilTime
import ContractService
import HTTPTypes
import Hummingbird
import JSON

extension ProposedChange {
    /// The path of the proposal.
    var path: String { "/v1/proposals/\(ContractID(id))" }

    /// The JSON of the proposal.
    var json: JSON {
        var fields: JSON.Object = [
            "proposal": .string("\(ContractID(id))"), "state": .string(state.name), "operation": .string(request.operation.rawValue),
            "contract": .string("\(ContractID(request.contract))"), "path": .string(request.path), "body": request.body,
            "proposedBy": .string(proposedBy), "proposedAt": .string("\(Instant(microseconds: proposedAt))"),
            "expiresAt": .string("\(Instant(microseconds: endsAt))"),
        ]
        if let decision {
            fields.append("decidedBy", .string(decision.caller))
            fields.append("decidedAt", .string("\(Instant(microseconds: decision.at))"))
        }
        switch state {
        case .rejected(let reason): fields.append("reason", .string(reason))
        case .refused(let problem): if let rule = problem["rule"] { fields.append("refusedBy", rule) }
        default: break
        }
        return .object(fields)
    }
}

extension Response {
    /// The answer to a request that waits for another caller.
    init(proposed proposal: ProposedChange, isReplayed: Bool) {
        var headers: HTTPFields = [.location: proposal.path]
        if isReplayed { headers[.idempotencyReplayed] = "true" }
        self.init(json: proposal.json, status: .accepted, headers: headers)
    }
}
