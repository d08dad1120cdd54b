import Access
import HTTPTypes
import JSON

/// The public description of one route: its entry in the OpenAPI document.
struct Operation: Sendable {
    /// A parameter of the query or a header. The parameters of the path follow from the path itself.
    struct Parameter: Sendable {
        enum Place: String { case path, query, header }

        let name: String
        let place: Place
        let schema: Schema
        var isRequired = false
        let description: String
    }

    /// An answer.
    struct Answer: Sendable {
        let description: String
        var type = "application/json"
        var schema: Schema?
        var hasEntityTag = false
        /// Shown beside the schema.
        var example: JSON?
        /// An example as CSV, a heading and one line, for clients that accept CSV. Such answers also exist as one JSON array.
        var csv: String?
        /// The media types of other forms of the answer, as texts.
        var texts: [String] = []
        /// Headers of the document's components, by name.
        var headers: [String] = []
        /// The operations that may follow on the answer's contract.
        var links: [String] = []
    }

    let method: HTTPRequest.Method
    /// The path in the notation of the router and OpenAPI: `/v1/contracts/{contract}/coverage`.
    let path: String
    let id: String
    let tag: String
    let summary: String
    /// The callers that are admitted.
    let audience: Audience
    var parameters: [Parameter] = []
    var body: Schema?
    var bodyType = "application/json"
    var bodyExample: JSON?
    /// The answers of success, by status.
    var answers: [Int: Answer]
    /// The statuses of its problems, in addition to those of every route.
    var problems: [Int] = []
    /// Whether the answer is streamed.
    var isStreamed = false
    /// Whether a browser's session may call this route.
    var isPage = false
    /// Whether this is a page for people. The OpenAPI document lists no pages.
    var isHTML = false
    /// The extra time that the answer may take to begin, because it waits on purpose.
    var patience = Duration.zero
}

extension Operation.Parameter {
    static func query(_ name: String, _ schema: Schema, isRequired: Bool = false, _ description: String) -> Self {
        Self(name: name, place: .query, schema: schema, isRequired: isRequired, description: description)
    }

    static func header(_ name: String, _ schema: Schema, _ description: String) -> Self {
        Self(name: name, place: .header, schema: schema, description: description)
    }

    static let knownAt = query(
        "known-at", .knownAt,
        "As known at an instant (RFC 3339, events recorded exactly then included; a future one moves the day on which deadlines are judged), or "
            + "with the events up to a version (`version:7`). Now by default.")

    /// The parameters of paths, by name.
    static let ofPaths: [String: Self] = [
        "contract": Self(name: "contract", place: .path, schema: .uuid, isRequired: true, description: "The contract."),
        "person": Self(
            name: "person", place: .path, schema: Schema(["anyOf": [["const": "holder"], Schema.uuid.json]]), isRequired: true,
            description: "`holder`, or a beneficiary."),
        "duplicate": Self(
            name: "duplicate", place: .path, schema: .uuid, isRequired: true, description: "A pair of people who may be one."),
        "proposal": Self(name: "proposal", place: .path, schema: .uuid, isRequired: true, description: "The proposal."),
        "run": Self(
            name: "run", place: .path, schema: Schema(["type": "integer", "minimum": 1]), isRequired: true,
            description: "The number of a run."),
        "endToEndId": Self(
            name: "endToEndId", place: .path, schema: Schema(["type": "string", "examples": ["R000004D0000001"]]), isRequired: true,
            description: "A direct debit."),
        "file": Self(
            name: "file", place: .path, schema: Schema(["type": "string", "examples": ["R000004F001"]]), isRequired: true,
            description: "A file of direct debits."),
        "line": Self(
            name: "line", place: .path, schema: Schema(["type": "string", "pattern": "^[1-9][0-9]{0,17}-[1-9][0-9]{0,8}$"]),
            isRequired: true,
            description: "A line of a bank's file, as the worklist has it: `bankLine`."),
        "employer": Self(
            name: "employer", place: .path, schema: .component(.employerCode), isRequired: true, description: "The code of an employer."),
        "scheme": Self(
            name: "scheme", place: .path, schema: Schema(["type": "string", "examples": ["fpe-education-2026"]]), isRequired: true,
            description: "The name of a scheme."),
    ]
}
