import Access
import ContractService
import HTTPTypes
import JSON

/// The OpenAPI 3.1 document of some operations.
struct OpenAPIDocument: Sendable {
    let json: JSON

    init(of operations: [Operation], isSandbox: Bool, cookies: BrowserCookies, employers: EmployerCodes) {
        var paths = JSON.Object()
        for operation in operations {
            var methods = paths[operation.path]?.object ?? Self.pathParameters(of: operation.path)
            methods.append(operation.method.rawValue.lowercased(), .object(Self.entry(operation)))
            paths[operation.path] = .object(methods)
        }
        var schemas = JSON.Object()
        for component in Component.allCases { schemas.append(component.rawValue, component.schema(employers).json) }
        json = [
            "openapi": "3.1.0",
            "info": [
                "title": .string(isSandbox ? "Maintien (sandbox)" : "Maintien"), "version": "1.0.0",
                "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
                "description": """
                Supplementary health cover over a civil servant's career: what is recorded of a contract, and what follows from it on any day, \
                as known at any instant, with the rules that decide.

                200, 201: flushed to the primary's WAL and, where `synchronous_standby_names` is set, by the standbys it asks for. A COMMIT with a \
                warning (01000, a cancelled wait) is 503, and so is its retry until a later commit was flushed. Asynchronous: what the standby has \
                not flushed (`maintien_standby_lag_bytes`) is lost with the primary. `/readyz` tells which of them holds here (`durability`).

                503: nothing, or once; the same key settles it.
                """,
            ],
            "servers": [["url": "/"]],
            "security": [["bearer": []]],
            "tags": .array(
                ["Commands", "Proposals", "Questions", "Portfolio", "Money", "Log", "People", "Sign-in", "Sandbox", "Operations"].map {
                    ["name": .string($0)]
                }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "responses": ["Problem": Self.problem, "Forbidden": Self.forbidden],
                "headers": .object(Self.headers),
                "securitySchemes": Self.securitySchemes(cookies),
            ],
        ]
    }

    private static let headers: JSON.Object = [
        "ETag": [
            "description":
                .string(
                    "What stands for the state answered: the contract's version and the log's incarnation, `\"7-9f2c1ab4\"`; or of a person, a tag "
                        + "that tells nothing."),
            "schema": ["type": "string"],
        ],
        "Content-Disposition": ["description": "With `format=excel-fr`: the name of a file.", "schema": ["type": "string"]],
        "Location": ["description": "The path of what waits.", "schema": ["type": "string", "format": "uri-reference"]],
        "Link": [
            "description": "With `rel=\"next\"`: where what follows is found; absent when nothing can.", "schema": ["type": "string"],
        ],
        "X-Position": ["description": "A position in the log: the answer tells what is up to there.", "schema": Schema.count.json],
        "Age": [
            "description": "How old the answer is at most, in seconds, when a standby gave it; absent when the primary did.",
            "schema": Schema.count.json,
        ],
        "X-Known-At": ["description": "The instant of the knowledge that the answer is of.", "schema": Schema.instant.json],
    ]

    private static let problem: JSON = [
        "description": "Refused (RFC 9457).", "content": ["application/problem+json": ["schema": Schema.component(.problem).json]],
    ]

    /// The answer 403: `access.role` and similar rules.
    private static let forbidden: JSON = [
        "description": .string(
            "Not in this role (`access.role`): `x-roles` says who may. A browser's session opens pages only (`authentication.pagesOnly`), and "
                + "changes what a page of this site sends with its form token (`authentication.form`)."),
        "content": ["application/problem+json": ["schema": Schema.component(.problem).json]],
    ]

    private static func securitySchemes(_ cookies: BrowserCookies) -> JSON {
        [
            "bearer": [
                "type": "http", "scheme": "bearer", "description": "A token or a key of a caller. Its caller has one role or more.",
            ],
            "session": [
                "type": "apiKey", "in": "cookie", "name": .string(cookies.session),
                "description":
                    "The session of a browser that is signed in, for pages. What changes something is sent by POST from a page of this site, with the session's form token.",
            ],
        ]
    }

    private static func names(_ roles: Set<Role>) -> JSON {
        .array(Role.allCases.filter(roles.contains).map { .string($0.rawValue) })
    }

    private static func pathParameters(of path: String) -> JSON.Object {
        let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        let parameters = names.compactMap { Operation.Parameter.ofPaths[$0].map(entry) }
        return parameters.isEmpty ? [:] : ["parameters": .array(parameters)]
    }

    private static func entry(_ operation: Operation) -> JSON.Object {
        var entry: JSON.Object = [
            "operationId": .string(operation.id), "tags": [.string(operation.tag)], "summary": .string(operation.summary),
        ]
        let roles = operation.audience.roles()
        if let roles { entry.append("x-roles", Self.names(roles)) }
        if let dryRun = operation.audience.roles(isDryRun: true), dryRun != roles { entry.append("x-roles-dry-run", Self.names(dryRun)) }
        if roles == nil { entry.append("security", []) }
        if operation.isPage { entry.append("security", [["bearer": []], ["session": []]]) }
        if !operation.parameters.isEmpty { entry.append("parameters", .array(operation.parameters.map(Self.entry))) }
        if let body = operation.body {
            entry.append("requestBody", ["required": true, "content": .object([operation.bodyType: content(body, operation.bodyExample)])])
        }
        var responses = JSON.Object()
        for (status, answer) in operation.answers.sorted(by: { $0.key < $1.key }) { responses.append(String(status), Self.entry(answer)) }
        let problems = Set(operation.problems + (roles == nil ? [] : [401, 403]) + [429, 500, 503]).sorted()
        for status in problems where responses[String(status)] == nil {
            responses.append(String(status), ["$ref": .string("#/components/responses/\(status == 403 ? "Forbidden" : "Problem")")])
        }
        entry.append("responses", .object(responses))
        return entry
    }

    private static func entry(_ parameter: Operation.Parameter) -> JSON {
        [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue), "required": .bool(parameter.isRequired),
            "description": .string(parameter.description), "schema": parameter.schema.json,
        ]
    }

    private static func entry(_ answer: Operation.Answer) -> JSON {
        var entry: JSON.Object = ["description": .string(answer.description)]
        var headers = JSON.Object()
        for name in (answer.hasEntityTag ? ["ETag"] : []) + answer.headers {
            headers.append(name, ["$ref": .string("#/components/headers/\(name)")])
        }
        if !headers.members.isEmpty { entry.append("headers", .object(headers)) }
        if let schema = answer.schema {
            var types: JSON.Object = [answer.type: content(schema, answer.example)]
            if let csv = answer.csv {
                types.append("application/json", content(.array(of: schema), answer.example.map { [$0] }))
                types.append("text/csv", content(.string, .string(csv)))
            }
            for type in answer.texts { types.append(type, content(.string, nil)) }
            entry.append("content", .object(types))
        }
        if !answer.links.isEmpty { entry.append("links", links(to: answer.links)) }
        return .object(entry)
    }

    private static func links(to operations: [String]) -> JSON {
        var links = JSON.Object()
        for id in operations {
            links.append(id, ["operationId": .string(id), "parameters": ["contract": "$response.body#/contract"]])
        }
        return .object(links)
    }

    private static func content(_ schema: Schema, _ example: JSON?) -> JSON {
        var content: JSON.Object = ["schema": schema.json]
        if let example { content.append("example", example) }
        return .object(content)
    }
}
