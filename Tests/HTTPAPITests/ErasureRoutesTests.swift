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

    @Test func `a supervisor erases, in their own name and for a reason`() async throws {
        let service = ScriptedService()
        let reply = try await RoleTests.api(service).call(.post, "\(Self.person)/erase", #"{"reason":"demande"}"#, as: "supervisor")
        #expect(reply.status == 200 && reply.json["person"] == "holder" && reply.json["version"] == 7 && reply.json["position"] == 4711)
        #expect(reply.json["erasedAt"] == "1970-01-01T00:00:00Z")
        #expect(service.asked.people.map(\.content) == ["demande supervisor"])
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
