import CivilTime
import ContractService
import Contracts
import DatabaseSchema
import HTTPAPI
import HTTPTypes
import JSON
import Portfolio
import Testing

/// A month of all contracts under another scheme file.
@Suite(.timeLimit(.minutes(10))) struct WhatIfRoutesTests {
    private static let file = String(decoding: SchemeFile.all.first?.bytes ?? [], as: UTF8.self)
    private static let path = "/v1/what-if?month=2027-01"

    private func call(
        _ portfolio: ScriptedPortfolio = ScriptedPortfolio(), _ path: String = path, _ body: String = file, _ headers: HTTPFields = [:]
    ) async throws -> Reply {
        var api = try TestAPI()
        api.portfolio = portfolio
        return try await api.call(.post, path, body, headers: headers)
    }

    @Test func `the file and the month reach the portfolio, and the answer says what it is of`() async throws {
        let portfolio = ScriptedPortfolio()
        let reply = try await call(portfolio, Self.path + "&known-at=2027-02-01T00:00:00Z", "\u{FEFF}" + Self.file)
        #expect(reply.status == 200 && reply.headers["Content-Type"] == "application/json")
        #expect(reply.json["month"] == "2027-01" && reply.json["position"] == 4711 && reply.json["contracts"] == 0)
        #expect(reply.json["spread"]?["agents"]?.array?.count == DifferenceSpread.classes.count)
        let asked = try #require(portfolio.whatIfsAsked.first)
        #expect(asked.month == Month("2027-01") && asked.knownAt == Instant("2027-02-01T00:00:00Z") && portfolio.whatIfsAsked.count == 1)
        #expect(asked.scheme.name == "fpe-education-2026")
    }

    @Test(arguments: [
        ("/v1/what-if", "month"), ("/v1/what-if?month=2027-13", "month"), ("/v1/what-if?month=2027-01&known-at=noon", "known-at"),
        ("/v1/what-if?month=2027-01&known-at=version:7", "known-at"), ("/v1/what-if?month=2027-01&employer=X", "employer"),
    ])
    func `what is malformed of the query is named`(path: String, name: String) async throws {
        let portfolio = ScriptedPortfolio()
        let reply = try await call(portfolio, path)
        #expect(reply.status == 400 && reply.named == name && portfolio.whatIfsAsked.isEmpty)
    }

    @Test(arguments: [
        ("{}", "/scheme"), (#"{"scheme":"x","scheme":"y"}"#, "/scheme"), ("[]", ""),
        (file.replacing("\"balanceCotisationCents\"", with: "\"balanceCents\""), "/parameters/balanceCotisationCents"),
        (file.replacing("\"value\": 7540", with: "\"value\": 1000000001"), "/parameters/balanceCotisationCents/0/value"),
        (file.replacing("\"value\": 7540", with: "\"value\": -1"), "/parameters/balanceCotisationCents/0/value"),
        (file.replacing("\"scheme\":", with: "\"more\": 1, \"scheme\":"), "/more"),
    ])
    func `a file is refused by its first wrong field`(body: String, pointer: String) async throws {
        #expect(body != Self.file)
        let portfolio = ScriptedPortfolio()
        let reply = try await call(portfolio, Self.path, body)
        #expect(reply.status == 400 && reply.rule == "request.malformed" && (reply.named ?? "") == pointer, "\(reply.text)")
        #expect(portfolio.whatIfsAsked.isEmpty)
    }

    @Test func `hostile bodies are refused before anything is asked`() async throws {
        let portfolio = ScriptedPortfolio()
        let deep = String(repeating: "[", count: 60_000)
        for body in ["", "no", deep, "{\"scheme\":\"\u{0}\"}", "\"\\ud800\""] {
            #expect(try await call(portfolio, Self.path, body).status == 400)
        }
        let long = Self.file + String(repeating: " ", count: WhatIfScheme.longestFile)
        #expect(try await call(portfolio, Self.path, long).status == 413)
        #expect(try await call(portfolio, Self.path, Self.file, .with("Content-Type", "text/plain")).status == 415)
        #expect(portfolio.whatIfsAsked.isEmpty)
    }

    @Test func `a scheme that is not in force is refused with the field that names it`() async throws {
        let reply = try await call(ScriptedPortfolio(), Self.path, Self.file.replacing("\"fpe-education-2026\"", with: "\"unknown\""))
        #expect(reply.status == 422 && reply.rule == "scheme.unknown" && reply.json["pointer"] == "/scheme")
    }

    @Test func `the example of the document is a file that the service reads`() async throws {
        let document = try await TestAPI().call(.get, "/openapi.json").json
        let body = document["paths"]?["/v1/what-if"]?["post"]?["requestBody"]?["content"]?["application/json"]
        let example = try #require(body?["example"])
        #expect(try await call(ScriptedPortfolio(), Self.path, example.description).status == 200)
    }
}
