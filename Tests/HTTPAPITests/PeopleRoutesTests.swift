import ContractService
import HTTPTypes
import JSON
import Testing

/// `/v1/people`, and what a person's record was before.
@Suite(.timeLimit(.minutes(10))) struct PeopleRoutesTests {
    @Test(arguments: [
        ("", 400), ("?find=", 400), ("?find=%20", 400), ("?find=Durand&find=Durand", 400), ("?name=Durand", 400),
        ("?find=Durand%2014/03/1985", 200),
        ("?find=Le%20Goff", 200), ("?find=\(String(repeating: "a", count: 201))", 400), ("?find=%FF", 400),
    ])
    func `a search says whom it is for, in one line`(query: String, status: Int) async throws {
        let reply = try await TestAPI(ScriptedService()).call(.get, "/v1/people\(query)")
        #expect(reply.status == status)
        if status == 200 { #expect(reply.json == ["people": []]) }
    }

    @Test(arguments: [("fr", "Plus de 200"), ("en", "More than 200")])
    func `a search that means too many people is refused with its parameter`(language: String, words: String) async throws {
        let api = try TestAPI(ScriptedService(refusing: ServiceError.searchTooBroad))
        let reply = try await api.call(.get, "/v1/people?find=Martin", headers: [.acceptLanguage: language])
        #expect(reply.status == 422 && reply.rule == "search.tooBroad")
        #expect(reply.json["detail"]?.string?.contains(words) == true && reply.named == "find")
    }

    @Test func `who kept what of a person is read at its own path`() async throws {
        let service = ScriptedService()
        let reply = try await TestAPI(service).call(.get, "/v1/contracts/\(TestAPI.contract)/people/holder/changes")
        #expect(reply.status == 200 && reply.json["person"] == "holder")
        #expect(service.asked.people.map(\.person.description) == ["holder"])
    }

    @Test func `a possible duplicate is dismissed with a reason`() async throws {
        let api = try TestAPI()
        func dismiss(_ id: String, _ body: String) async throws -> Reply {
            try await api.call(.post, "/v1/worklist/duplicates/\(id)/dismiss", body)
        }
        let known = "\(RoleTests.own)".lowercased()
        #expect(try await dismiss(known, #"{"reason": "a spouse"}"#).json == ["duplicate": .string(known), "dismissed": true])
        let unknown = try await dismiss(RoleTests.other, #"{"reason": "a spouse"}"#)
        #expect(unknown.status == 404 && unknown.rule == "duplicate.unknown")
        #expect(try await dismiss("x", #"{"reason": "a spouse"}"#).named == "duplicate")
        for body in ["{}", #"{"reason": ""}"#, #"{"reason": "x", "more": 1}"#] { #expect(try await dismiss(known, body).status == 400) }
        #expect(try await dismiss(known, #"{"reason": "a.b@example.org"}"#).rule == "words.personal")
    }
}
