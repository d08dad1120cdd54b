import Access
import ContractService
import Contracts
import HTTPAPI
import HTTPTypes
import JSON
import Testing

/// A person is erased at their path, and then answered so.
@Suite(.timeLimit(.minutes(10))) struct ErasureRoutesTests {
    private static let person = "/v1/contracts/\(TestAPI.contract)/people/holder"

    @Test func `a supervisor erases, in their own name and for a reason, where that takes one caller`() async throws {
        let service = ScriptedService()
        var api = try RoleTests.api(service)
        api.configuration.fourEyes = [.rescind]
        let reply = try await api.call(.post, "\(Self.person)/erase", #"{"reason":"demande"}"#, as: "supervisor")
        #expect(reply.status == 200 && reply.json["person"] == "holder" && reply.json["version"] == 7 && reply.json["position"] == 4711)
        #expect(reply.json["erasedAt"] == "1970-01-01T00:00:00Z")
        #expect(service.asked.people.map(\.content) == ["demande supervisor"])
    }

    @Test(arguments: ["clerk", "supervisor"])
    func `else it is proposed, tried first, and done when another supervisor confirms`(proposer: String) async throws {
        let service = ScriptedService()
        var api = try RoleTests.api(service)
        api.configuration.tokens = try Tokens([
            proposer: Caller(id: proposer, capacity: .staff([proposer == "clerk" ? .clerk : .supervisor])),
            "other": Caller(id: "other", capacity: .staff([.supervisor])),
        ])
        let reply = try await api.call(.post, "\(Self.person)/erase", #"{"reason":"demande"}"#, as: proposer)
        #expect(reply.status == 202 && reply.json["operation"] == "erase-person" && reply.json["path"] == .string("\(Self.person)/erase"))
        #expect(service.asked.people.map(\.content) == ["tried: demande"])
        let path = try #require(reply.headers["Location"])
        #expect(try await api.call(.post, "\(path)/confirm", as: proposer).status == 403)
        for _ in 0..<2 {
            let confirmed = try await api.call(.post, "\(path)/confirm", as: "other")
            #expect(confirmed.status == 200 && confirmed.json["person"] == "holder" && confirmed.json["version"] == 7)
        }
        #expect(Set(service.asked.people.dropFirst().map(\.content)) == [.string("demande other \(proposer)")])
    }

    @Test func `one who is erased already is not proposed`() async throws {
        let api = try RoleTests.api(ScriptedService(refusing: ServiceError.personErased()))
        let reply = try await api.call(.post, "\(Self.person)/erase", #"{"reason":"demande"}"#, as: "clerk")
        #expect(reply.status == 410 && reply.rule == "person.erased")
        #expect(try await api.call(.get, "/v1/proposals", as: "clerk").json == ["proposals": []])
    }

    @Test(arguments: [
        ("{}", "/reason"), (#"{"reason":7}"#, "/reason"), (#"{"reason":"","person":"holder"}"#, "/person"),
        (#"{"reason":"","source":{"channel":"pigeon"}}"#, "/source/channel"),
    ])
    func `a body of another form is refused with its field`(body: String, pointer: String) async throws {
        let reply = try await RoleTests.api().call(.post, "\(Self.person)/erase", body, as: "supervisor")
        #expect(reply.status == 400 && reply.rule == "request.malformed" && reply.named == pointer)
    }

    @Test func `whoever the contract does not know is not found, and no other parameter is taken`() async throws {
        let service = ScriptedService(refusing: ServiceError.refused(.beneficiaryUnknown))
        let unknown = try await RoleTests.api(service).call(.post, "\(Self.person)/erase", #"{"reason":""}"#, as: "supervisor")
        #expect(unknown.status == 404 && unknown.rule == "beneficiary.unknown")
        let query = try await RoleTests.api().call(.post, "\(Self.person)/erase?dry-run=true", #"{"reason":""}"#, as: "supervisor")
        #expect(query.status == 400 && query.named == "dry-run")
    }

    @Test(arguments: [("fr", "effacé"), ("en", "erased")])
    func `who is erased is gone, and who asked for them is recorded`(language: String, word: String) async throws {
        let log = ScriptedAccessLog()
        let api = try TestAPI(ScriptedService(refusing: ServiceError.personErased())) { $0.accessLog = log }
        for path in [Self.person, "\(Self.person)/changes"] {
            let reply = try await api.call(.get, path, headers: [.acceptLanguage: language])
            #expect(reply.status == 410 && reply.rule == "person.erased" && reply.json["detail"]?.string?.contains(word) == true)
        }
        #expect(log.readings.map(\.found) == [0, 0] && log.readings.allSatisfy { $0.fields.isEmpty })
        #expect(try await api.call(.put, Self.person, "{}").status == 410)
    }

    @Test(arguments: [("fr", "personne effacée"), ("en", "erased since")])
    func `a command that tells of them is refused with the field, and so is the key of one that did`(
        language: String, words: String
    ) async throws {
        let told = try await TestAPI(ScriptedService(refusing: ServiceError.personErased(pointer: "/holder/identity"))).command("affiliate")
        #expect(told.status == 422 && told.rule == "person.erased" && told.named == "/holder/identity")
        let again = try await TestAPI(ScriptedService(refusing: ServiceError.idempotencyErased))
            .command("affiliate", headers: [.acceptLanguage: language])
        #expect(again.status == 422 && again.rule == "idempotency.erased" && again.json["detail"]?.string?.contains(words) == true)
    }
}
