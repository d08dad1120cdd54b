import Access
import HTTPTypes
import JSON

extension Operation {
    static let person = Operation(
        method: .get, path: "/v1/contracts/{contract}/people/{person}", id: "person", tag: "People",
        summary: "Identity and contact details of the holder or a beneficiary, from the vault.",
        audience: .roles(.readers.union([.agent])),
        answers: [200: Answer(description: "What is held.", schema: .component(.identity), hasEntityTag: true)], problems: [400, 404, 410])

    static let people = Operation(
        method: .get, path: "/v1/people", id: "people", tag: "People",
        summary: "Who is meant: the people whom a line names.", audience: .roles(.recorders),
        parameters: [
            .query(
                "find", .text(1...200), isRequired: true,
                "Names, a day or year of birth (`14/03/1985`, `14 mars 1985`, `1985-03-14`), a NIR, an IBAN, an e-mail address, a telephone number, the "
                    + "beginning of a contract's identifier (four digits or more), an employer's code: one or several, who match all of them are "
                    + "meant. Accents, hyphens and particles need not be written. When nobody bears a name that was written with a day or year of "
                    + "birth, whoever's names begin so is meant. An employer or a year alone is refused with `search.tooBroad`, as is what means "
                    + "more than 200 people.")
        ],
        answers: [
            200: Answer(
                description: "In the order of their names.", schema: .answer(.required("people", .array(of: .foundPerson))),
                example: [
                    "people": [
                        [
                            "familyName": "Durand", "givenNames": "Camille", "bornOn": "1985-03-14",
                            "contract": "0b8e3f7a-6c1d-4f0e-9a52-7d3c1e5b9f48", "person": "holder", "standing": "active",
                        ]
                    ]
                ])
        ], problems: [400, 422])

    static let personChanges = Operation(
        method: .get, path: "/v1/contracts/{contract}/people/{person}/changes", id: "person-changes", tag: "People",
        summary: "What the vault holds of a person and held before, the present value first, with who kept it and when.",
        audience: .roles(.readers),
        answers: [
            200: Answer(
                description: "What was kept before this was recorded has no `recordedBy` and no `recordedAt`.",
                schema: .answer(
                    .required("contract", .uuid), .required("person", .string),
                    .required(
                        "changes",
                        .array(
                            of: .answer(
                                .required("identity", .component(.identity)), .optional("recordedBy", .string),
                                .optional("recordedAt", .instant))))))
        ], problems: [400, 404, 410])

    static let erasePerson = Operation(
        method: .post, path: "/v1/contracts/{contract}/people/{person}/erase", id: "erase-person", tag: "People",
        summary: "Destroys for good what the vault holds and held of a person. Who may not erase alone proposes it (202).",
        audience: .roles(.recorders),
        body: .request(.required("reason", .words), .optional("source", .component(.commandSource))),
        bodyExample: ["reason": "demande d'effacement"],
        answers: [
            200: Answer(
                description:
                    "The person is erased: the event `personErased` says so, and the same again is answered the same. Nothing is kept of them in this "
                    + "contract any more: their path answers 410 (`person.erased`), and a command that tells of them is refused.",
                schema: .erasedPerson),
            202: .proposed,
        ],
        problems: [400, 404, 408, 410, 413, 415, 422])

    static let setPerson = Operation(
        method: .put, path: "/v1/contracts/{contract}/people/{person}", id: "set-person", tag: "People",
        summary: "Replaces what the vault holds of a person.", audience: .roles(.recorders.union([.agent])),
        parameters: [
            .header(
                "If-Match", Schema(["type": "string", "examples": ["\"5f0c2a9e\"", "*"]]),
                "Refused with 412 unless the `ETag` of what is held is in this list; `*`: unless something is held."),
            .header("If-None-Match", .names(["*"]), "Refused with 412 if something is held. Not with `If-Match`."),
        ],
        body: .component(.identity),
        bodyExample: ["familyName": "Durand", "givenNames": "Camille", "email": "camille.durand@example.org"],
        answers: [200: Answer(description: "What is held now.", schema: .component(.identity), hasEntityTag: true)],
        problems: [400, 404, 408, 410, 412, 413, 415])

    static let dismissDuplicate = Operation(
        method: .post, path: "/v1/worklist/duplicates/{duplicate}/dismiss", id: "dismiss-duplicate", tag: "People",
        summary: "Takes two people who may be one off the worklist, until one of them has another identity.", audience: .roles(.recorders),
        body: .request(.required("reason", .statedReason)), bodyExample: ["reason": "a spouse with a contract of their own"],
        answers: [
            200: Answer(
                description: "It is dismissed, now or before; who dismissed it first, when and why is kept.",
                schema: .answer(.required("duplicate", .uuid), .required("dismissed", .bool)))
        ], problems: [400, 404, 408, 413, 415, 422])

    static let setClock = Operation(
        method: .post, path: "/v1/sandbox/clock", id: "set-clock", tag: "Sandbox",
        summary: "Sets the sandbox's clock, which stands still until it is set again. It does not go back.",
        audience: .roles([.supervisor, .operator]),
        body: .request(.required("now", .instant)), bodyExample: ["now": "2026-11-23T09:00:00Z"],
        answers: [200: Answer(description: "The clock is set.", schema: .answer(.required("now", .instant)))],
        problems: [400, 408, 409, 413, 415])

    static let resetSandbox = Operation(
        method: .post, path: "/v1/sandbox/reset", id: "reset-sandbox", tag: "Sandbox", summary: "Empties the sandbox and frees its clock.",
        audience: .roles([.supervisor, .operator]),
        answers: [200: Answer(description: "A new beginning.", schema: .answer(.required("now", Schema(["type": "null"]))))],
        problems: [400, 408, 413, 415])

    static let health = Operation(
        method: .get, path: "/healthz", id: "health", tag: "Operations", summary: "Whether the process lives.", audience: .anyone,
        answers: [200: Answer(description: "It does.", schema: .answer(.required("status", .string)))])

    static let readiness = Operation(
        method: .get, path: "/readyz", id: "readiness", tag: "Operations", summary: "Whether a command could be made durable now.",
        audience: .anyone,
        answers: [
            200: Answer(description: "It could.", schema: .readiness, example: .exampleReadiness),
            503: Answer(description: "It could not.", schema: .readiness),
        ])

    static let metrics = Operation(
        method: .get, path: "/metrics", id: "metrics", tag: "Operations", summary: "The metrics, for Prometheus.",
        audience: .roles([.operator]),
        answers: [200: Answer(description: "Text format 0.0.4.", type: "text/plain", schema: .string)])

    static let openAPI = Operation(
        method: .get, path: "/openapi.json", id: "openapi", tag: "Operations", summary: "This document.", audience: .signedIn,
        parameters: [.signIn], answers: [200: Answer(description: "OpenAPI 3.1.", schema: Schema(["type": "object"])), 303: .signedIn],
        problems: [400], isPage: true)

    static let documentation = Operation(
        method: .get, path: "/docs", id: "docs", tag: "Operations", summary: "This document, to read.", audience: .signedIn,
        parameters: [.signIn], answers: [200: Answer(description: "A page.", type: "text/html", schema: .string), 303: .signedIn],
        problems: [400], isPage: true)
}

extension Schema {
    /// `durability`: what a command's success promises. Whether the primary has flushed it to its disk, and how many standbys have.
    fileprivate static let readiness = answer(
        .required("status", .string), .required("detail", .string),
        .optional("durability", .answer(.required("flushed", .bool), .required("synchronousStandbys", .count))))
}

extension JSON {
    fileprivate static let exampleReadiness: JSON = [
        "status": "ready", "detail": "the log is at position 4711; the projections are at position 4711",
        "durability": ["flushed": true, "synchronousStandbys": 1],
    ]
}

extension Operation.Parameter {
    fileprivate static let signIn = query(
        "code", .string, "The code of a printed link, good once and for 60 seconds: it signs a browser in.")
}

extension Operation.Answer {
    fileprivate static let signedIn = Self(description: "The browser is signed in; the page is at `Location`.")
}
