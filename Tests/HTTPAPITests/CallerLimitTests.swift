import Access
import HTTPAPI
import HTTPTypes
import Testing

/// One caller may ask for so much in a time; others are not held up.
@Suite(.timeLimit(.minutes(10)))
struct CallerLimitTests {
    /// An interface that lets a caller do two of a kind, and then one an hour.
    private func api(_ limit: (CallRate) -> CallerLimits) throws -> TestAPI {
        var api = try RoleTests.api()
        api.configuration.callerLimits = limit(CallRate(burst: 2, perSecond: 1.0 / 3600))
        return api
    }

    private func check(_ api: TestAPI, _ path: String) async throws {
        for _ in 0..<2 { #expect(try await api.call(.get, path, as: "clerk").status == 200) }
        let refused = try await api.call(.get, path, as: "clerk")
        #expect(refused.status == 429 && refused.rule == "caller.tooMany")
        let wait = try #require(refused.headers["Retry-After"].flatMap { Int($0) })
        #expect((1...3600).contains(wait))
        #expect(try await api.call(.get, path, as: "supervisor").status == 200)
    }

    @Test func `requests`() async throws {
        let api = try api { CallerLimits(requests: $0) }
        try await check(api, "/openapi.json")
        for _ in 0..<5 { #expect(try await api.call(.get, "/openapi.json", as: "operator").status == 200) }
    }

    @Test func `searches, and nothing else with them`() async throws {
        let api = try api { CallerLimits(searches: $0) }
        try await check(api, "/v1/people?find=Durand")
        #expect(try await api.call(.get, "/v1/contracts/\(TestAPI.contract)/people/holder", as: "clerk").status == 200)
    }

    @Test func `people, with what was held of them before`() async throws {
        let api = try api { CallerLimits(people: $0) }
        try await check(api, "/v1/contracts/\(TestAPI.contract)/people/holder")
        #expect(try await api.call(.get, "/v1/contracts/\(TestAPI.contract)/people/holder/changes", as: "clerk").status == 429)
    }
}
