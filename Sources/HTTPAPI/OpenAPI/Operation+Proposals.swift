import Access
import HTTPTypes
import JSON

extension Operation {
    static let proposals = Operation(
        method: .get, path: "/v1/proposals", id: "proposals", tag: "Proposals",
        summary: "What the caller proposed; for a supervisor also what others proposed that waits. The latest first.",
        audience: .roles(.recorders),
        parameters: [
            .query(
                "limit", Schema(["type": "integer", "minimum": 1, "maximum": JSON(ProposalRoutes.page)]),
                "The most proposals; 100 by default."),
            .query("after", Schema(["type": "integer", "minimum": 1]), "Where the page begins: go on by `Link`."),
        ],
        answers: [
            200: Answer(
                description: "A page of proposals. `Link` leads to earlier ones.",
                schema: .answer(.required("proposals", .array(of: .component(.proposal)))), example: ["proposals": [.exampleProposal]],
                headers: ["Link"])
        ], problems: [400])

    static let proposal = Operation(
        method: .get, path: "/v1/proposals/{proposal}", id: "proposal", tag: "Proposals",
        summary: "A proposal, and what became of it. A clerk finds their own only.", audience: .roles(.recorders),
        answers: [200: Answer(description: "The proposal.", schema: .component(.proposal), example: .exampleProposal)],
        problems: [400, 404])

    static let confirmProposal = Operation(
        method: .post, path: "/v1/proposals/{proposal}/confirm", id: "confirm-proposal", tag: "Proposals",
        summary: "Runs what another caller proposed, on the contract as it is now. Every confirmation gets the same answer.",
        audience: .roles([.supervisor]),
        answers: [
            200: Answer(
                description: "Recorded, as the operation itself answers. A refusal by a rule is kept as the proposal's outcome.",
                schema: .eitherOf(.component(.acceptance), .erasedPerson), hasEntityTag: true)
        ],
        problems: [400, 404, 408, 409, 410, 412, 413, 415, 422])

    static let withdrawProposal = Operation(
        method: .post, path: "/v1/proposals/{proposal}/withdraw", id: "withdraw-proposal", tag: "Proposals",
        summary: "Takes the caller's own proposal back.", audience: .roles(.recorders),
        answers: [200: Answer(description: "It is withdrawn.", schema: .component(.proposal))],
        problems: [400, 404, 408, 409, 410, 413, 415])

    static let rejectProposal = Operation(
        method: .post, path: "/v1/proposals/{proposal}/reject", id: "reject-proposal", tag: "Proposals",
        summary: "Turns another caller's proposal down.", audience: .roles([.supervisor]),
        body: .request(.required("reason", .statedReason)), bodyExample: ["reason": "the absence was told correctly"],
        answers: [200: Answer(description: "It is rejected.", schema: .component(.proposal))],
        problems: [400, 404, 408, 409, 410, 413, 415, 422])
}

extension Operation.Answer {
    /// The answer when another caller has to confirm.
    static let proposed = Self(
        description: "Not recorded: it waits for a supervisor, seven days at most. It was tried, and would be accepted now.",
        schema: .component(.proposal), example: .exampleProposal, headers: ["Location"])
}

extension Schema {
    static let proposal = answer(
        .required("proposal", .uuid), .required("state", .names(ProposedChange.State.names)),
        .required("operation", .oneOf(ProposedRequest.Operation.self)), .required("contract", .uuid),
        .required("path", .string.described("The path of the request.")), .required("body", Schema(["type": "object"])),
        .required("proposedBy", .string), .required("proposedAt", .instant), .required("expiresAt", .instant),
        .optional("decidedBy", .string), .optional("decidedAt", .instant),
        .optional("reason", .string.described("Why it was rejected.")),
        .optional("refusedBy", .string.described("The id of the rule that refused it when it was confirmed.")))

    /// The answer to an erasure.
    static let erasedPerson = answer(
        .required("contract", .uuid), .required("person", .string), .required("erasedAt", .instant), .required("version", .version),
        .required("position", .version))

    /// The reason of a decision.
    static let statedReason = line(1...200).described(
        "Refused with `words.personal` when it looks like a NIR, an IBAN, an e-mail address or a telephone number.")
}

extension JSON {
    fileprivate static let exampleProposal: JSON = [
        "proposal": "3d0c2f3a-1111-4222-8333-123456789abc", "state": "waiting", "operation": "rescind",
        "contract": "0a5f7e12-1111-4222-8333-123456789abc", "path": "/v1/contracts/0a5f7e12-1111-4222-8333-123456789abc/rescind",
        "body": ["reason": "the absence was another agent's", "version": 2], "proposedBy": "c-5f0c2a9e",
        "proposedAt": "2026-11-23T09:00:00Z", "expiresAt": "2026-11-30T09:00:00Z",
    ]
}
