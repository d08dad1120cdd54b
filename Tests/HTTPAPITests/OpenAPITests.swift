import ContractService
@testable import HTTPAPI
import HTTPTypes
import Hummingbird
import JSON
import Observability
import Testing

@Suite(.timeLimit(.minutes(10)))
struct OpenAPITests {
    let document: JSON

    init() async throws {
        document = try await Self.sandbox().call(.get, "/openapi.json").json
    }

    static func sandbox() throws -> TestAPI {
        try TestAPI { configuration in
            configuration.sandbox = OperationsTests.Keeper()
            configuration.provider = ScriptedProvider()
        }
    }

    @Test func `it holds every route and no other`() throws {
        let api = try Self.sandbox()
        let paths = buildResponder(
            api.configuration, service: api.service, feed: api.feed, portfolio: api.portfolio, runs: api.runs, registry: api.registry,
            logger: api.logger
        ).paths.all
        // `HEAD` is answered wherever `GET` is.
        let served = Set(paths.flatMap { path in path.methods.filter { $0 != .head }.map { "\($0) \(path.path)" } })
        let documented = document["paths"]?.object?.members.flatMap { path in
            (path.value.object?.members ?? []).filter { $0.key != "parameters" }.map { "\($0.key.uppercased()) \(path.key)" }
        }
        #expect(Set(documented ?? []) == served && served.count == documented?.count && served.count > 30)
        #expect(try TestAPI().configuration.sandbox == nil)
    }

    @Test func `every reference leads somewhere, and every path parameter is told`() {
        func references(_ json: JSON) -> [String] {
            switch json {
            case .object(let object): object.members.flatMap { $0.key == "$ref" ? [$0.value.string ?? ""] : references($0.value) }
            case .array(let elements): elements.flatMap(references)
            default: []
            }
        }
        for reference in Set(references(document)) {
            let target = reference.dropFirst(2).split(separator: "/").reduce(document as JSON?) { $0?[String($1)] }
            #expect(target != nil, "\(reference)")
        }
        for path in document["paths"]?.object?.members ?? [] {
            let told = path.value["parameters"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(told == path.key.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) })
        }
    }

    @Test(arguments: CommandName.allCases)
    func `the service reads exactly the bodies that the document promises`(command: CommandName) throws {
        let path = "/v1/contracts/{contract}/\(command.rawValue)"
        let schema = try #require(document["paths"]?[path]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"])
        let sample = Sampler(document: document)
        let body = sample.value(of: schema)
        #expect(throws: Never.self) { try Command(command, body: body) }
        for variant in sample.refused(schema, body) {
            #expect(throws: MalformedField.self, "\(variant)") { try Command(command, body: variant) }
        }
        for variant in sample.accepted(schema, body) where variant["compensated"] != false || variant["lostOn"]?.string != nil {
            #expect(throws: Never.self, "\(variant)") { try Command(command, body: variant) }
        }
    }

    @Test(arguments: CommandName.allCases)
    func `every command has an example that the service reads`(command: CommandName) throws {
        let body = document["paths"]?["/v1/contracts/{contract}/\(command.rawValue)"]?["post"]?["requestBody"]
        let example = try #require(body?["content"]?["application/json"]?["example"])
        #expect(throws: Never.self) { try Command(command, body: example) }
    }

    @Test func `links lead to operations on a contract, and to every command from one that opens it`() throws {
        let operations = (document["paths"]?.object?.members ?? []).flatMap { path in
            (path.value.object?.members ?? []).compactMap { method in
                method.value["operationId"]?.string.map { (id: $0, path: path.key, answers: method.value["responses"]) }
            }
        }
        let targets = Dictionary(
            uniqueKeysWithValues: operations.map { operation in
                (operation.id, Set(["200", "201"].flatMap { operation.answers?[$0]?["links"]?.object?.members.map(\.key) ?? [] }))
            })
        let paths = Dictionary(uniqueKeysWithValues: operations.map { ($0.id, $0.path) })
        for target in targets.values.joined() { #expect(paths[target]?.contains("{contract}") == true, "\(target)") }
        var reached: Set = ["affiliate", "exempt"]
        while case let next = reached.union(reached.flatMap { targets[$0] ?? [] }), next != reached { reached = next }
        for command in CommandName.allCases { #expect(reached.contains(command.rawValue), "\(command.rawValue)") }
    }

    @Test func `an example of a table has a cell for each column`() throws {
        let tables = (document["paths"]?.object?.members ?? []).compactMap { path in
            path.value["get"]?["responses"]?["200"]?["content"]?["text/csv"]?["example"]?.string
        }
        #expect(tables.count > 5)
        for table in tables {
            let counts = table.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
            #expect(counts.count == 2 && Set(counts).count == 1, "\(table)")
        }
    }

    @Test func `the page tells every route, and loads nothing`() async throws {
        let reply = try await Self.sandbox().call(.get, "/docs")
        #expect(reply.status == 200 && reply.headers["Content-Type"] == "text/html; charset=utf-8")
        for path in document["paths"]?.object?.members ?? [] { #expect(reply.text.contains("</b> \(path.key)</code>")) }
        for foreign in ["<script", "src=", "@import", "url(", "http:", "https:"] { #expect(!reply.text.contains(foreign)) }
        let targets = reply.text.split(separator: "href=\"#").dropFirst().map { $0.prefix { $0 != "\"" } }
        for target in Set(targets) { #expect(reply.text.contains("id=\"\(target)\"")) }
    }
}
