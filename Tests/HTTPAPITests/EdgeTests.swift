import Access
import CivilTime
import Contracts
import ContractService
import HTTPAPI
import HTTPTypes
import JSON
import Portfolio
import Testing

/// What is asked at the edges of HTTP.
@Suite struct EdgeTests {
    static let person = "/v1/contracts/\(TestAPI.contract)/people/holder"

    @Test(arguments: ["", "a-1"])
    func `a bulk refuses the key of a single command, and names its own`(key: String) async throws {
        let service = ScriptedService()
        for (language, word) in [("fr", "key"), ("en", "key")] {
            let headers = HTTPFields([
                HTTPField(name: .init("Idempotency-Key")!, value: key), HTTPField(name: .acceptLanguage, value: language),
            ])
            let reply = try await TestAPI(service).bulk(#"{"contract":"x"}"#, headers: headers)
            #expect(reply.status == 400 && reply.rule == "request.malformed" && reply.named == "Idempotency-Key")
            #expect(reply.json["detail"]?.string?.split(separator: " ").contains { $0.hasPrefix(word) } == true)
        }
        #expect(service.asked.chunks.isEmpty)
    }

    @Test(
        arguments: [
            ([], [], .none), (["\"a\""], [], .held(tags: ["a"])), (["\"a\", \"b\""], [], .held(tags: ["a", "b"])),
            (["\"a\"", "\"b\""], [], .held(tags: ["a", "b"])), (["W/\"a\""], [], .held(tags: [])), (["*"], [], .held(tags: nil)),
            ([], ["*"], .notHeld),
        ] as [([String], [String], IdentityCondition)])
    func `a change of a person is made on a condition`(match: [String], noneMatch: [String], condition: IdentityCondition) async throws {
        let service = ScriptedService()
        let reply = try await TestAPI(service).call(.put, Self.person, "{}", headers: Self.headers(match, noneMatch))
        #expect(reply.status == 200 && service.asked.conditions == [condition])
    }

    @Test(
        arguments: [
            (["a"], [], "If-Match"), (["\"a"], [], "If-Match"), ([""], [], "If-Match"), ([], ["\"a\""], "If-None-Match"),
            (["*"], ["*"], "If-None-Match"),
        ] as [([String], [String], String)])
    func `a condition that is malformed is named`(match: [String], noneMatch: [String], name: String) async throws {
        let service = ScriptedService()
        let reply = try await TestAPI(service).call(.put, Self.person, "{}", headers: Self.headers(match, noneMatch))
        #expect(reply.status == 400 && reply.named == name && service.asked.people.isEmpty)
    }

    private static func headers(_ match: [String], _ noneMatch: [String]) -> HTTPFields {
        HTTPFields(match.map { HTTPField(name: .ifMatch, value: $0) } + noneMatch.map { HTTPField(name: .ifNoneMatch, value: $0) })
    }

    @Test(
        arguments: [
            (ServiceError.refused(.beneficiaryUnknown), 404, "beneficiary.unknown"), (.refused(.contractUnknown), 404, "contract.unknown"),
            (.personUnknown, 404, "person.unknown"), (.personChanged, 412, "person.changed"),
            (.searchTooBroad, 422, "search.tooBroad"),
        ] as [(ServiceError, Int, String)])
    func `a person in a path is found or not`(error: ServiceError, status: Int, rule: String) async throws {
        for method in [HTTPRequest.Method.get, .put] {
            let body = method == .put ? "{}" : nil
            let reply = try await TestAPI(ScriptedService(refusing: error)).call(method, Self.person, body)
            #expect(reply.status == status && reply.rule == rule)
        }
    }

    @Test func `HEAD answers wherever GET does, with its headers and no body`() async throws {
        var api = try OpenAPITests.sandbox()
        let proposal = ScriptedProposals.waiting
        api.configuration.proposals = ScriptedProposals([proposal])
        let document = try await api.call(.get, "/openapi.json").json
        let paths = (document["paths"]?.object?.members ?? []).filter { $0.value["get"] != nil }.map(\.key)
        #expect(paths.count > 15)
        // What leads to a provider and back has tests of its own.
        for path in paths where path != "/v1/events/stream" && !path.hasPrefix("/sign-in") {
            var uri = path.replacing("{contract}", with: TestAPI.contract).replacing("{person}", with: "holder")
                .replacing("{scheme}", with: "fpe-education-2026").replacing("{proposal}", with: "\(proposal.id)")
                .replacing("{run}", with: "7").replacing("{employer}", with: "0750001A").replacing("{file}", with: "R000007F001")
            if ["coverage", "eligibility", "commands"].contains(where: path.hasSuffix) { uri += "?on=2026-05-01" }
            if path.contains("cotisation") || path.hasSuffix("months") { uri += "?month=2026-05" }
            if path == "/v1/people" { uri += "?find=Durand" }
            let get = try await api.call(.get, uri)
            let head = try await api.call(.head, uri)
            #expect(get.status == 200 && head.status == 200 && head.text.isEmpty, "\(path)")
            // The metrics grow with each request.
            for field in get.headers
            where !["x-request-id", "date", path == "/metrics" ? "content-length" : ""].contains(field.name.canonicalName) {
                #expect(head.headers[values: field.name] == get.headers[values: field.name], "\(path): \(field.name)")
            }
        }
        #expect(try await api.call(.head, "/v1/events/stream").headers["Content-Type"] == "text/event-stream")
    }

    @Test(arguments: [
        ("", "[]\n"), ("{}\n", "[{}\n]\n"), ("{\"a\":1}\n{\"b\":\"\\n\"}\n", "[{\"a\":1},\n{\"b\":\"\\n\"}\n]\n"),
    ])
    func `an array has the lines for its elements`(lines: String, text: String) async throws {
        var api = try TestAPI()
        for size in [1, 2] {
            api.portfolio = ScriptedPortfolio { _ in
                // Whole lines, one or all in a chunk.
                let chunks = size == 1 ? lines.split(separator: "\n").map { "\($0)\n" } : [lines]
                return PortfolioLines(next: "x") { $0 < chunks.count ? chunks[$0] : nil }
            }
            let reply = try await api.call(.get, "/v1/worklist?limit=2", headers: [.accept: "application/json"])
            #expect(reply.status == 200 && reply.headers["Content-Type"] == "application/json" && reply.headers["Link"] != nil)
            #expect((try? JSON(parsing: reply.text))?.array?.count == lines.split(separator: "\n").count)
            if size == 2 { #expect(reply.text == text) }
        }
    }

    @Test(
        arguments: [
            ("/v1/coverage?on=2026-05-01&", "couverture-2026-05-01.csv"), ("/v1/cotisations?month=2026-05&", "cotisations-2026-05.csv"),
            ("/v1/cotisations/totals?month=2026-05&", "totaux-2026-05.csv"), ("/v1/worklist?", "a-traiter.csv"),
        ])
    func `a table for a spreadsheet has a file's name, whatever is accepted`(path: String, name: String) async throws {
        let portfolio = ScriptedPortfolio()
        var api = try TestAPI()
        api.portfolio = portfolio
        let reply = try await api.call(.get, path + "format=excel-fr", headers: [.accept: "text/html"])
        #expect(reply.status == 200 && reply.headers["Content-Type"] == "text/csv; charset=utf-8; header=present")
        #expect(
            reply.headers["Content-Disposition"] == "attachment; filename=\"\(name)\"" && portfolio.asked.map(\.format) == [.excelFrench])
    }

    @Test(arguments: [
        ("coverage?on=2026-05-01&known-at=0001-01-01T00:00:00%2B00:01", "known-at"),
        ("coverage?on=2026-05-01&known-at=9999-12-31T23:59:00-00:01", "known-at"),
        ("cotisation?month=2026-05&compared-with=9999-12-31T23:59:00-01:00", "compared-with"), ("coverage?on=10000-01-01", "on"),
        ("coverage?on=0000-12-31", "on"), ("cotisation?month=0000-12", "month"), ("cotisation?month=10000-01", "month"),
        ("eligibility?on=-001-01-01", "on"),
    ])
    func `what lies beyond the calendar is malformed`(path: String, name: String) async throws {
        let reply = try await TestAPI().ask(path)
        #expect(reply.status == 400 && reply.named == name)
    }

    @Test(arguments: ["0001-01-01T00:30:00+01:00", "9999-12-31T23:30:00-01:00"])
    func `a sandbox has no time beyond the calendar`(now: String) async throws {
        let reply = try await OpenAPITests.sandbox().call(.post, "/v1/sandbox/clock", #"{"now":"\#(now)"}"#)
        #expect(reply.status == 400 && reply.named == "/now")
    }

    @Test func `a byte order mark begins a bulk, and is named elsewhere`() async throws {
        let bulk = try await TestAPI().bulk("\u{FEFF}{\"key\":\"a\"}\n\u{FEFF}{\"key\":\"b\"}\n", headers: [.acceptLanguage: "en"])
        #expect(bulk.lines.map { $0["status"]?.integer } == [200, 400])
        #expect(bulk.lines.last?["detail"]?.string?.contains("byte order mark") == true)
        let body = try await TestAPI().command("resume", "\u{FEFF}{}", headers: [.acceptLanguage: "fr"])
        #expect(body.status == 400 && body.json["detail"]?.string?.contains("marque d'ordre des octets") == true)
    }
}
