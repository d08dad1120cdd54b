import ContractService
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Logging
import NIOCore
import Observability
import Testing

/// The interface over a scripted service, with one caller, `payroll`.
struct TestAPI {
    static let token = "test-token-0123456789"
    static let contract = "0a5f7e12-1111-4222-8333-123456789abc"

    var service = ScriptedService()
    var feed: any EventFeeding = ScriptedFeed()
    var portfolio: any PortfolioAnswering = ScriptedPortfolio()
    var runs: any RunKeeping = ScriptedRuns()
    var configuration: Configuration
    var registry = PrometheusRegistry()
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(_ service: ScriptedService = ScriptedService(), _ change: (inout Configuration) -> Void = { _ in }) throws {
        self.service = service
        configuration = Configuration(tokens: try Tokens([Self.token: "payroll"]))
        configuration.port = 0
        configuration.readinessPatience = .seconds(600)
        configuration.accessLog = ScriptedAccessLog()
        configuration.proposals = ScriptedProposals()
        change(&configuration)
    }

    func application() throws -> some ApplicationProtocol {
        try buildApplication(
            configuration, service: service, feed: feed, portfolio: portfolio, runs: runs, registry: registry, logger: logger)
    }

    /// Sends one request; with the token and as JSON, unless told otherwise.
    func call(
        _ method: HTTPRequest.Method, _ uri: String, _ body: String? = nil, headers: HTTPFields = [:], as token: String? = token
    ) async throws -> Reply {
        var all = headers
        if let token, !all.contains(.authorization) { all[.authorization] = "Bearer \(token)" }
        if body != nil, !all.contains(.contentType) { all[.contentType] = "application/json" }
        return try await application().test(.router) { [all] client in
            try await client.execute(uri: uri, method: method, headers: all, body: body.map { ByteBuffer(string: $0) }) { Reply($0) }
        }
    }

    func command(_ name: String, _ body: String = "{}", query: String = "", headers: HTTPFields = [:]) async throws -> Reply {
        try await call(.post, "/v1/contracts/\(Self.contract)/\(name)\(query)", body, headers: headers)
    }

    /// Sends commands in bulk.
    func bulk(_ lines: String, query: String = "", headers: HTTPFields = [:]) async throws -> Reply {
        var headers = headers
        if !headers.contains(.contentType) { headers[.contentType] = "application/x-ndjson" }
        return try await call(.post, "/v1/commands\(query)", lines, headers: headers)
    }

    func ask(_ question: String, headers: HTTPFields = [:]) async throws -> Reply {
        try await call(.get, "/v1/contracts/\(Self.contract)/\(question)", headers: headers)
    }
}

/// An answer.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        text = String(buffer: response.body)
    }

    var json: JSON { (try? JSON(parsing: text)) ?? .null }
    /// A JSON document a line.
    var lines: [JSON] { text.split(separator: "\n").map { (try? JSON(parsing: String($0))) ?? .null } }
    var rule: String? { json["rule"]?.string }
    /// What the first of `errors` names.
    var named: String? { (json["errors"]?[0]?["pointer"] ?? json["errors"]?[0]?["parameter"] ?? json["errors"]?[0]?["header"])?.string }
}

extension HTTPFields {
    static func with(_ name: String, _ values: String...) -> HTTPFields {
        HTTPFields(values.map { HTTPField(name: HTTPField.Name(name)!, value: $0) })  // the names in tests are tokens
    }

    subscript(_ name: String) -> String? { self[HTTPField.Name(name)!] }
}
