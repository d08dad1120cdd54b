import CivilTime
import Contracts
import HTTPAPI
import HTTPTypes
import JSON
import Portfolio
import Testing

/// The questions about all contracts.
@Suite(.timeLimit(.minutes(10)))
struct PortfolioRoutesTests {
    static let day = Day("2026-11-01")!  // well formed, as all of these
    static let month = Month("2026-11")!
    static let noon = Instant("2026-11-23T12:00:00Z")!

    func call(_ portfolio: ScriptedPortfolio = ScriptedPortfolio(), _ path: String, _ headers: HTTPFields = [:]) async throws -> Reply {
        var api = try TestAPI()
        api.portfolio = portfolio
        return try await api.call(.get, path, headers: headers)
    }

    @Test(
        arguments: [
            ("/v1/coverage?on=2026-11-01", Inquiry(.coverage(on: day, employer: nil, state: nil))),
            (
                "/v1/coverage?on=2026-11-01&employer=0290012E&state=covered&known-at=2026-11-23T12:00:00Z&limit=5&after=a%2Fb",
                Inquiry(
                    .coverage(on: day, employer: "0290012E", state: .covered), knownAt: noon, page: .init(after: "a/b", limit: 5))
            ),
            ("/v1/cotisations?month=2026-11&limit=1000", Inquiry(.cotisations(month: month, employer: nil), page: .init(limit: 1000))),
            ("/v1/cotisations/totals?month=2026-11&employer=X", Inquiry(.totals(month: month, employer: "X"))),
            ("/v1/worklist", Inquiry(.worklist(kind: nil, dueThrough: nil))),
            ("/v1/worklist?kind=possibleDuplicate&due-through=2026-11-01", Inquiry(.duplicates(dueThrough: day))),
            ("/v1/worklist?kind=proofOverdue&due-through=2026-11-01", Inquiry(.worklist(kind: .proofOverdue, dueThrough: day))),
        ])
    func `a question reaches the portfolio as it was asked`(path: String, inquiry: Inquiry) async throws {
        let portfolio = ScriptedPortfolio()
        let reply = try await call(portfolio, path)
        #expect(reply.status == 200 && reply.text == "{}\n" && reply.headers["Content-Type"] == "application/x-ndjson")
        #expect(reply.headers["X-Position"] == "4711" && reply.headers["X-Known-At"] == "1970-01-01T00:00:00Z")
        #expect(reply.headers["Link"] == nil && portfolio.asked == [inquiry])
    }

    @Test(arguments: [
        ("coverage", "on"), ("coverage?on=2026-02-30", "on"), ("coverage?on=2026-11-01&state=alive", "state"),
        ("coverage?on=2026-11-01&employer=", "employer"), ("coverage?on=2026-11-01&employer=%00", "employer"),
        ("coverage?on=2026-11-01&employer=%200750001a", "employer"),
        ("cotisations?month=2026-11&employer=0750001a", "employer"), ("worklist?format=excel", "format"),
        ("coverage?on=2026-11-01&known-at=0001-01-01T00:00:00%2B01:00", "known-at"),
        ("coverage?on=2026-11-01&known-at=noon", "known-at"), ("coverage?on=2026-11-01&known-at=version:7", "known-at"),
        ("coverage?on=2026-11-01&limit=1001", "limit"), ("coverage?on=2026-11-01&limit=0", "limit"),
        ("coverage?on=2026-11-01&after=x", "limit"), ("cotisations", "month"), ("cotisations?month=2026-13", "month"),
        ("cotisations/totals?month=2026-11&limit=5", "limit"), ("worklist?kind=rest", "kind"), ("worklist?due-through=soon", "due-through"),
        ("worklist?on=2026-11-01", "on"),
    ])
    func `what is malformed is named`(path: String, name: String) async throws {
        let reply = try await call(ScriptedPortfolio(), "/v1/\(path)", [.acceptLanguage: "en"])
        #expect(reply.status == 400 && reply.named == name)
        if path.contains("version") { #expect(reply.json["detail"]?.string?.contains("a version is of one contract only") == true) }
    }

    @Test(
        arguments: [
            (nil, .ndjson), ("*/*", .ndjson), ("application/x-ndjson", .ndjson), ("text/csv", .csv), ("text/*", .csv),
            ("Text/CSV;q=0.5", .csv),
            ("text/csv, application/x-ndjson", .ndjson), ("text/csv, application/x-ndjson;q=0.9", .csv), ("text/csv, */*;q=0.1", .csv),
            ("text/csv;q=0, */*", .ndjson), ("text/html, */*;q=0.8", .ndjson), ("application/json", .ndjson), ("text/html", nil),
            ("application/x-ndjson;q=0", nil),
        ] as [(String?, PortfolioFormat?)])
    func `the form is the one that is accepted best`(accept: String?, format: PortfolioFormat?) async throws {
        let portfolio = ScriptedPortfolio()
        var headers: HTTPFields = [:]
        headers[.accept] = accept
        let reply = try await call(portfolio, "/v1/worklist", headers)
        #expect(portfolio.asked.map(\.format) == (format.map { [$0] } ?? []))
        #expect(
            reply.status == (format == nil ? 406 : 200) && (format != .csv || reply.headers["Content-Type"]?.hasPrefix("text/csv;") == true)
        )
        #expect(format == nil || reply.headers["Vary"] == "Accept")
    }

    @Test func `a page says where the next one is, of the same knowledge`() async throws {
        let portfolio = ScriptedPortfolio { _ in PortfolioLines("{}\n", next: "a b/c") }
        let reply = try await call(portfolio, "/v1/coverage?limit=1&on=2026-11-01&employer=0750001A&after=x")
        #expect(
            reply.headers["Link"]
                == "</v1/coverage?limit=1&on=2026-11-01&employer=0750001A&known-at=1970-01-01T00:00:00Z&after=a%20b%2Fc>; rel=\"next\"")
    }

    @Test func `a position is waited for`() async throws {
        let portfolio = ScriptedPortfolio()
        #expect(try await call(portfolio, "/v1/worklist", .with("X-Wait-For-Position", "42")).status == 200)
        #expect(portfolio.asked.map(\.atLeast) == [42])
        for values in [["x"], ["-1"], [""], ["1", "2"]] {
            let headers = HTTPFields(values.map { HTTPField(name: HTTPField.Name("X-Wait-For-Position")!, value: $0) })  // a token
            let reply = try await call(portfolio, "/v1/worklist", headers)
            #expect(reply.status == 400 && reply.named == "X-Wait-For-Position")
        }
    }

    @Test(
        arguments: [
            (.behind(position: 9, reached: 7), 503, "portfolio.behind", "1"), (.outdated, 503, "portfolio.outdated", "60"),
            (.ahead(position: 9, head: 7), 409, "position.ahead", nil), (.badCursor, 400, "request.malformed", nil),
            (.overloaded(retryAfterSeconds: 3), 429, "service.overloaded", "3"),
            (.unavailable(retryAfterSeconds: 4), 503, "service.unavailable", "4"),
        ] as [(PortfolioError, Int, String, String?)])
    func `what the portfolio throws has a status and a rule, in both languages`(
        error: PortfolioError, status: Int, rule: String, retryAfter: String?
    ) async throws {
        let portfolio = ScriptedPortfolio { _ in throw error }
        let french = try await call(portfolio, "/v1/worklist")
        let english = try await call(portfolio, "/v1/worklist", [.acceptLanguage: "en"])
        #expect(french.status == status && french.rule == rule && french.headers["Retry-After"] == retryAfter)
        #expect(french.json["detail"] != english.json["detail"] && english.json["detail"]?.string?.isEmpty == false)
        if case .behind = error { #expect(french.headers["X-Position"] == "7") }
        if case .ahead = error { #expect(french.headers["X-Position"] == "7" && french.named == "X-Wait-For-Position") }
    }

    @Test(
        arguments: [
            (.current, "the projections are at position 4711, 2 behind"),
            (.failing, "the projections are at position 4711, and do not follow"),
            (.outdated, "the projections are at position 4711, made by other rules: they have to be made anew"),
        ] as [(PortfolioStatus.State, String)])
    func `readiness tells how the projections stand, and does not depend on it`(state: PortfolioStatus.State, words: String) async throws {
        let reply = try await call(ScriptedPortfolio(state), "/readyz")
        #expect(reply.status == 200 && reply.json["detail"]?.string == "as told; " + words)
    }
}
