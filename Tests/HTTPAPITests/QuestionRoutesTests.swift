import CivilTime
import ContractService
import HTTPTypes
import JSON
import Testing

@Suite(.timeLimit(.minutes(10)))
struct QuestionRoutesTests {
    static let day = Day("2026-05-01")!
    static let month = Month("2026-05")!
    static let noon = Instant("2026-05-01T12:00:00Z")!

    @Test(
        arguments: [
            ("coverage?on=2026-05-01", .coverage(on: day), .now), ("eligibility?on=2026-05-01", .eligibility(on: day), .now),
            ("cotisation?month=2026-05", .cotisation(month: month, comparedWith: nil), .now), ("timeline", .timeline, .now),
            ("changes", .changes(since: nil), .now), ("changes?to=version:7", .changes(since: nil), .version(7)),
            ("changes?from=version:3&to=2026-05-01T12:00:00Z", .changes(since: .version(3)), .instant(noon)),
            ("facts", .facts(through: nil, limit: 20), .now), ("facts?through=7&limit=2", .facts(through: 7, limit: 2), .now),
            ("facts?known-at=version:7", .facts(through: nil, limit: 20), .version(7)),
            ("commands?on=2026-05-01", .commands(on: day), .now),
            ("events?known-at=version:7", .events, .version(7)), ("events?known-at=version%3A7", .events, .version(7)),
            ("coverage?known-at=2026-05-01T12%3A00%3A00Z&on=2026-05-01", .coverage(on: day), .instant(noon)),
            ("timeline?known-at=2026-05-01T12:00:00.000Z", .timeline, .instant(noon)),
            ("timeline?known-at=2026-05-01T14:00:00+02:00", .timeline, .instant(noon)),
            ("cotisation?month=2026-05&compared-with=2026-05-01T12:00:00Z", .cotisation(month: month, comparedWith: .instant(noon)), .now),
            ("coverage?%6Fn=2026-05%2D01", .coverage(on: day), .now), ("coverage?on=2026-05-01&", .coverage(on: day), .now),
        ] as [(String, Question, KnownAt)])
    func `a question reaches the service as it was asked`(path: String, question: Question, knownAt: KnownAt) async throws {
        let service = ScriptedService()
        let reply = try await TestAPI(service).ask(path)
        #expect(
            reply.status == 200 && reply.headers["ETag"] == "\"7-0a1b2c3d\"" && reply.json["contract"]?.string == TestAPI.contract,
            "\(reply)")
        #expect(service.asked.questions.map(\.question) == [question] && service.asked.questions.map(\.knownAt) == [knownAt])
    }

    @Test(arguments: [
        ("coverage", "on"), ("coverage?on=", "on"), ("coverage?on", "on"), ("coverage?on=2026-02-30", "on"), ("coverage?on=2026-5-1", "on"),
        ("coverage?on=2026-05-01&on=2026-05-01", "on"), ("coverage?on=2026-05-01&month=2026-05", "month"), ("coverage?On=2026-05-01", "On"),
        ("cotisation?month=2026-13", "month"), ("cotisation?month=2026-05-01", "month"), ("cotisation", "month"), ("eligibility", "on"),
        ("cotisation?month=2026-05&compared-with=yesterday", "compared-with"), ("timeline?known-at=version:", "known-at"),
        ("timeline?known-at=version:-1", "known-at"), ("timeline?known-at=2026-05-01", "known-at"), ("timeline?on=2026-05-01", "on"),
        ("timeline?known-at=2026-05-01T12:00:00", "known-at"), ("coverage?on=%zz", "on"), ("coverage?on=%FF", "on"),
        ("coverage?on=2026-05-01%0", "on"),
        ("changes?from=yesterday", "from"), ("changes?to=2026-05-01", "to"), ("changes?known-at=version:7", "known-at"),
        ("facts?through=0", "through"), ("facts?limit=101", "limit"), ("facts?limit=x", "limit"), ("commands", "on"),
        ("commands?on=2026-05-01&known-at=version:7", "known-at"),
        ("timeline?known-at=version:99999999999999999999", "known-at"), ("coverage?on=2026-05-01%00", "on"), ("timeline?%3Cb%3E=1", "<b>"),
    ])
    func `a malformed query is refused by the name of the parameter`(path: String, name: String) async throws {
        let service = ScriptedService()
        let reply = try await TestAPI(service).ask(path)
        #expect(reply.status == 400 && reply.named == name, "\(reply)")
        #expect(service.asked.questions.isEmpty)
    }

    @Test(arguments: [
        "x", "holder", "0a5f7e12-1111-4222-8333-123456789abg", "0a5f7e12111142228333123456789abc", "%30a5f7e12-1111-4222-8333-123456789abc",
    ])
    func `an id that is no UUID is refused`(id: String) async throws {
        let reply = try await TestAPI().call(.get, "/v1/contracts/\(id)/timeline")
        #expect(reply.status == 400 && reply.named == "contract")
    }

    @Test func `HEAD answers the headers alone`() async throws {
        let reply = try await TestAPI().call(.head, "/v1/contracts/\(TestAPI.contract)/timeline")
        #expect(
            reply.status == 200 && reply.text.isEmpty && reply.headers["ETag"] == "\"7-0a1b2c3d\""
                && reply.headers["Content-Length"] == "51")
    }

    @Test func `a scheme is answered on a day, as known at an instant`() async throws {
        let service = ScriptedService()
        let api = try TestAPI(service)
        #expect(try await api.call(.get, "/v1/schemes/fpe-education-2026").json == ["scheme": "fpe-education-2026"])
        #expect(try await api.call(.get, "/v1/schemes/fpe%2Deducation-2026?on=2026-05-01&known-at=2026-05-01T12:00:00Z").status == 200)
        #expect(
            service.asked.schemes.map(\.day) == [nil, Self.day] && service.asked.schemes.map(\.knownAt) == [.now, .instant(Self.noon)])
        let unknown = try await api.call(.get, "/v1/schemes/other")
        #expect(unknown.status == 404 && unknown.rule == "scheme.unknown")
        #expect(try await api.call(.get, "/v1/schemes/other?known-at=version:7").named == "known-at")
    }

    @Test func `people are read and replaced`() async throws {
        let service = ScriptedService()
        let api = try TestAPI(service)
        let path = "/v1/contracts/\(TestAPI.contract)/people"
        #expect(try await api.call(.get, "\(path)/holder").json == ["familyName": "Durand"])
        let put = try await api.call(.put, "\(path)/\(TestAPI.contract.uppercased())", #"{"email":"a@b.c"}"#)
        #expect(put.status == 200 && put.json == ["email": "a@b.c"] && put.headers["ETag"] == "\"tag-2\"")
        #expect(try await api.call(.get, "\(path)/holder").headers["ETag"] == "\"tag-1\"")
        #expect(service.asked.people.map(\.person.description) == ["holder", TestAPI.contract, "holder"])
        #expect(try await api.call(.get, "\(path)/spouse").named == "person")
        #expect(try await api.call(.put, "\(path)/holder", "{}", headers: [.contentType: "text/plain"]).status == 415)
        #expect(try await api.call(.get, "\(path)/holder?on=2026-05-01").named == "on")
    }
}
