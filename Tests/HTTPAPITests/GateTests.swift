import ContractService
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct GateTests {
    @Test(arguments: ["/healthz", "/readyz", "/healthz/", "/healthz?probe=1"])
    func `health needs no token`(path: String) async throws {
        #expect(try await TestAPI().call(.get, path, as: nil).status == 200)
    }

    @Test(arguments: [
        "/metrics", "/openapi.json", "/docs", "/v1/contracts/\(TestAPI.contract)/timeline", "/", "//", "/v1/sandbox/reset", "*",
    ])
    func `all else does`(path: String) async throws {
        for method in [HTTPRequest.Method.get, .post, .options, .trace, HTTPRequest.Method("BREW")!] {
            #expect(try await TestAPI().call(method, path, as: nil).status == 401)
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.delete, "/v1/contracts/\(TestAPI.contract)/people/holder", "GET, HEAD, PUT"), (.post, "/healthz", "GET, HEAD"),
        (.get, "/v1/contracts/x/affiliate", "POST"), (.options, "/docs", "GET, HEAD"), (.head, "/v1/contracts/x/affiliate", "POST"),
        (HTTPRequest.Method("BREW")!, "/metrics", "GET, HEAD"),
    ])
    func `a wrong method is told the right ones`(method: HTTPRequest.Method, path: String, allowed: String) async throws {
        let reply = try await TestAPI().call(method, path)
        #expect(reply.status == 405 && reply.headers["Allow"] == allowed)
    }

    @Test func `each caller has a token, compared to the last byte`() async throws {
        let api = try TestAPI { $0.tokens = try! Tokens(["aaaaaaaa1": "one", "aaaaaaaa2": "two"]) }  // well formed
        for (token, caller) in [("aaaaaaaa1", "one"), ("aaaaaaaa2", "two")] {
            let service = ScriptedService()
            var other = api
            other.service = service
            _ = try await other.call(.post, "/v1/contracts/\(TestAPI.contract)/resume", "{}", as: token)
            #expect(service.asked.submissions.map(\.caller) == [caller])
        }
        for token in ["", "aaaaaaaa", "aaaaaaaa3", "aaaaaaaa11", "aaaaaaaa1 x", "AAAAAAAA1"] {
            #expect(try await api.call(.get, "/metrics", headers: [.authorization: "Bearer \(token)"]).status == 401, "\(token)")
        }
        for authorization in ["bearer aaaaaaaa1", "Bearer  aaaaaaaa1", "BEARER     aaaaaaaa1"] {
            #expect(try await api.call(.get, "/metrics", headers: [.authorization: authorization]).status == 200)
        }
        // One space or more (RFC 9110, 11.4), and nothing else.
        for authorization in ["Bearer\taaaaaaaa1", "Bearer \taaaaaaaa1", "Beareraaaaaaaa1", "Bearer   ", "Bearer aaaa aaaa1"] {
            #expect(try await api.call(.get, "/metrics", headers: [.authorization: authorization]).status == 401)
        }
    }

    @Test(arguments: ["", "with space", "sémaphore", "semi;colon"])
    func `a token that a header or cookie cannot carry is refused at the start`(token: String) {
        #expect(throws: Tokens.Unusable.malformed(caller: "one")) { try Tokens([token: "one"]) }
        #expect(Tokens.random().count == 64 && Tokens.random() != Tokens.random())
    }
}
