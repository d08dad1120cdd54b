import Access
import ContractService
import HTTPTypes
import JSON

extension Operation {
    /// The route of a command.
    static func command(_ command: CommandName) -> Operation {
        Operation(
            method: .post, path: "/v1/contracts/{contract}/\(command.rawValue)", id: command.rawValue, tag: "Commands",
            summary: command.summary, audience: .roles(.recorders, dryRun: .readers.union([.agent])),
            parameters: [
                .query(
                    "dry-run", .bool,
                    "The whole decision and what it would change, before and after; nothing is written. `x-roles-dry-run` says who may ask for that."
                ),
                .header(
                    "Idempotency-Key", Schema(["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"]),
                    "A retry under the same key gets the first answer, with `Idempotency-Replayed: true`, for as long as keys are kept, 13 months by default. A refusal is not kept. The key is the caller's own: "
                        + "that of another caller is another key."),
                .header(
                    "If-Match",
                    Schema([
                        "type": "string", "pattern": #"^(\*|(W/)?"[!#-~]*"( *, *(W/)?"[!#-~]*")*)$"#,
                        "examples": ["\"7-9f2c1ab4\"", "\"7\"", "\"7\", \"8\"", "*"],
                    ]),
                    "Refused with 412 unless the contract is at the version of one of these entity tags; with 409 (`log.otherIncarnation`) when that is a "
                        + "version of another log, or of this one before a backup was restored. `\"7\"` is version 7 of whichever."),
            ],
            body: command.body, bodyExample: command.example,
            answers: (command.annuls ? [202: .proposed] : [:]).merging([
                200: Answer(description: "Recorded, or tried.", schema: .component(.acceptance), hasEntityTag: true, links: command.links),
                201: Answer(
                    description: "Recorded, the first command of its contract.", schema: .component(.acceptance), hasEntityTag: true,
                    links: command.links),
            ]) { $1 },
            problems: [400, 404, 408, 409, 412, 413, 415, 422])
    }
}

extension CommandName {
    /// The operations that may follow on the command's contract.
    fileprivate var links: [String] {
        followers.map(\.rawValue)
            + [
                Operation.coverage, .cotisation, .eligibility, .timeline, .events, .changes, .facts, .commands, .person, .setPerson,
                .erasePerson,
            ]
            .map(\.id)
    }

    fileprivate var summary: String {
        switch self {
        case .affiliate: "The agent joins the scheme."
        case .exempt: "The agent is dispensed from affiliation, on a sworn statement."
        case .addBeneficiary: "A partner or child joins."
        case .recordBeneficiaryStatus: "A child is a student, apprentice, job seeker or disabled for a period."
        case .removeBeneficiary: "A beneficiary leaves."
        case .suspend: "An absence begins that is no temporary cessation: paid, or unpaid."
        case .requestContinuation: "The agent asks that the guarantees go on during an unpaid absence."
        case .endContinuation: "The continuation ends before the absence does."
        case .startTemporaryCessation: "An absence begins for a cause on the guide's closed list."
        case .resume: "Work is resumed."
        case .endEmployment: "The employment ends."
        case .startPortability: "The guarantees go on, free, after the end of employment."
        case .recordFranceTravailProof: "A month's attestation of compensation by France Travail, or that it was lost."
        case .endPortability: "The portability ends before its window does."
        case .changeOption: "The holder takes another option."
        case .declarePay: "The employer declares another pay."
        case .changeEmployer: "The agent is employed by another employer of the scheme."
        case .changeRemoteTransmission: "The holder accepts or declines remote transmission."
        case .registerMandate: "A SEPA mandate is signed; its IBAN goes to the vault."
        case .revokeMandate: "A SEPA mandate is revoked."
        case .rescind: "An event was a mistake: it counts no more. Who may not annul alone proposes it (202)."
        case .correct:
            "Events are annulled and facts told in their place, in one step: all of it, judged as a whole, or nothing. Who may not annul alone proposes it (202)."
        }
    }
}
