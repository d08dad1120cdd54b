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
        #expect(try await api.call(.get, "/metrics", headers: [.authorization: "bearer aaaaaaaa1"]).status == 200)
    }

    @Test(arguments: ["", "with space", "sémaphore", "semi;colon"])
    func `a token that a header or cookie cannot carry is refused at the start`(token: String) {
        #expect(throws: Tokens.Unusable.malformed(caller: "one")) { try Tokens([token: "one"]) }
        #expect(Tokens.random().count == 64 && Tokens.random() != Tokens.random())
    }

    @Test(arguments: ["/docs", "/openapi.json"])
    func `a link with the token signs a browser in, for pages only`(page: String) async throws {
        let api = try TestAPI()
        let redirect = try await api.call(.get, "\(page)?token=\(TestAPI.token)", as: nil)
        #expect(redirect.status == 303 && redirect.headers["Location"] == page)
        let cookie = try #require(redirect.headers["Set-Cookie"])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("Secure"))
        let sent = HTTPFields.with("Cookie", "other=1; " + cookie.prefix { $0 != ";" })
        #expect(try await api.call(.get, page, headers: sent, as: nil).status == 200)
        #expect(try await api.call(.head, page, headers: sent, as: nil).status == 200)
        let question = try await api.call(.get, "/v1/contracts/\(TestAPI.contract)/timeline", headers: sent, as: nil)
        let command = try await api.call(.post, "/v1/contracts/\(TestAPI.contract)/resume", "{}", headers: sent, as: nil)
        #expect(question.status == 403 && command.status == 403 && command.rule == "authentication.pagesOnly")
        #expect(api.service.asked.submissions.isEmpty)
    }

    @Test func `a wrong token signs nobody in, and other routes take none from the query`() async throws {
        let api = try TestAPI()
        #expect(try await api.call(.get, "/docs?token=wrong-token", as: nil).status == 401)
        #expect(try await api.call(.get, "/docs?token=%zz", as: nil).status == 400)
        #expect(try await api.call(.get, "/metrics?token=\(TestAPI.token)", as: nil).status == 401)
        #expect(try await api.call(.post, "/docs?token=\(TestAPI.token)", as: nil).status == 401)
        #expect(try await api.call(.get, "/docs", headers: .with("Cookie", "maintien-token=wrong-token"), as: nil).status == 401)
    }
}
