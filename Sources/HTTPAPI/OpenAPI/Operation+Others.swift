import Access
import HTTPTypes
import JSON

extension Operation {
    static let person = Operation(
        method: .get, path: "/v1/contracts/{contract}/people/{person}", id: "person", tag: "People",
        summary: "Identity and contact details of the holder or a beneficiary, from the vault.",
        audience: .roles(.readers.union([.agent])),
        answers: [200: Answer(description: "What is held.", schema: .component(.identity), hasEntityTag: true)], problems: [400, 404])

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
        problems: [400, 404, 408, 412, 413, 415])

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
            200: Answer(description: "They can.", schema: .answer(.required("status", .string), .required("detail", .string))),
            503: Answer(description: "They cannot.", schema: .answer(.required("status", .string), .required("detail", .string))),
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

extension Operation.Parameter {
    fileprivate static let signIn = query(
        "code", .string, "The code of a printed link, good once and for 60 seconds: it signs a browser in.")
}

extension Operation.Answer {
    fileprivate static let signedIn = Self(description: "The browser is signed in; the page is at `Location`.")
}
