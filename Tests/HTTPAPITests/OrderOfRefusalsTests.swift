import ContractService
import Contracts
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import JSON
import Testing

/// A request with several faults is refused for the first of them, in the order of the interface.
@Suite(.timeLimit(.minutes(10)))
struct OrderOfRefusalsTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var status: Int
        var rule: String
        var method = HTTPRequest.Method.post
        var path = "/v1/contracts/\(TestAPI.contract)/resume"
        var body: String? = "{"
        var type: String? = "application/json"
        var authorization: String? = "Bearer \(TestAPI.token)"
    }

    static let huge = String(repeating: " ", count: 2000)

    @Test(arguments: [
        Case(
            testDescription: "no token, of all faults", status: 401, rule: "authentication.required", path: "/nowhere", type: nil,
            authorization: nil),
        Case(
            testDescription: "a wrong token", status: 401, rule: "authentication.required", type: nil,
            authorization: "Bearer wrong-token-0123456789"),
        Case(testDescription: "another scheme", status: 401, rule: "authentication.required", authorization: "Basic \(TestAPI.token)"),
        Case(testDescription: "no scheme", status: 401, rule: "authentication.required", authorization: TestAPI.token),
        Case(testDescription: "an unknown path", status: 404, rule: "route.unknown", path: "/v1/contracts/x/nowhere"),
        Case(testDescription: "an unknown path below a known one", status: 404, rule: "route.unknown", path: "/v1/contracts/x/resume/more"),
        Case(
            testDescription: "a wrong method", status: 405, rule: "route.method", method: .get, path: "/v1/contracts/x/resume?x=1",
            body: nil),
        Case(
            testDescription: "no media type", status: 415, rule: "request.mediaType", path: "/v1/contracts/x/resume", body: huge, type: ""),
        Case(
            testDescription: "another media type", status: 415, rule: "request.mediaType", path: "/v1/contracts/x/resume", body: huge,
            type: "text/plain"),
        Case(testDescription: "another charset", status: 415, rule: "request.mediaType", type: "application/json; charset=latin1"),
        Case(testDescription: "too large", status: 413, rule: "request.tooLarge", path: "/v1/contracts/x/resume", body: huge),
        Case(testDescription: "no UUID", status: 400, rule: "request.malformed", path: "/v1/contracts/x/resume"),
        Case(
            testDescription: "an unknown parameter", status: 400, rule: "request.malformed",
            path: "/v1/contracts/\(TestAPI.contract)/resume?dryrun=true"),
        Case(testDescription: "no JSON", status: 400, rule: "request.malformed"),
        Case(
            testDescription: "refused by the service", status: 422, rule: "resumption.nothingToResume", body: "{}",
            type: "Application/JSON; charset=UTF-8"),
    ])
    func `the first fault decides`(_ one: Case) async throws {
        let api = try TestAPI(ScriptedService(refusing: ServiceError.refused(.resumptionNothingToResume))) { $0.maximumBodySize = 1000 }
        var headers: HTTPFields = [:]
        headers[.authorization] = one.authorization
        if let type = one.type { headers[.contentType] = type }
        let reply = try await api.call(one.method, one.path, one.body, headers: headers, as: nil)
        #expect(reply.status == one.status && reply.rule == one.rule, "\(reply)")
        #expect(reply.headers["Content-Type"] == "application/problem+json")
        #expect(reply.json["status"]?.integer == one.status && reply.json["type"] == "urn:maintien:rule:\(one.rule)")
        #expect(["title", "detail", "source"].allSatisfy { reply.json[$0]?.string?.isEmpty == false })
        #expect((reply.status == 401) == (reply.headers["WWW-Authenticate"] != nil))
    }

    @Test(
        arguments: [
            (ServiceError.malformed(MalformedField(.missing, at: "/effectiveOn")), 400, "request.malformed"),
            (.refused(.contractUnknown), 404, "contract.unknown"), (.preconditionFailed(version: 9), 412, "version.mismatch"),
            (.refused(.contractAlreadyAffiliated), 409, "contract.alreadyAffiliated"), (.concurrentChange, 409, "version.concurrent"),
            (.refused(.schemeUnknown), 422, "scheme.unknown"), (.refused(.continuationDeadline), 422, "continuation.deadline"),
            (.idempotencyMismatch, 422, "idempotency.mismatch"), (.overloaded(retryAfterSeconds: 2), 429, "service.overloaded"),
            (.unavailable(retryAfterSeconds: 3), 503, "service.unavailable"),
            (.outcomeUnknown(retryAfterSeconds: 3), 503, "service.outcomeUnknown"),
            (.otherIncarnation, 409, "log.otherIncarnation"),
            (.clockDiffers(seconds: -70), 503, "service.clock"), (.logEndsInFuture(seconds: 99), 503, "service.clock"),
        ] as [(ServiceError, Int, String)])
    func `what the service throws has a status and a rule`(error: ServiceError, status: Int, rule: String) async throws {
        let api = try TestAPI(ScriptedService(refusing: error))
        for reply in [try await api.command("resume"), try await api.ask("timeline")] {
            #expect(reply.status == status && reply.rule == rule)
            #expect(reply.headers["Retry-After"] == (rule == "service.clock" ? "60" : [429: "2", 503: "3"][status]))
        }
        if status == 412 { #expect(try await api.command("resume").headers["ETag"] == "\"9-0a1b2c3d\"") }
        let words = try await api.call(.post, "/v1/contracts/\(TestAPI.contract)/resume", "{}", headers: [.acceptLanguage: "en"])
        if rule == "service.clock" {
            #expect(words.json["detail"]?.string?.contains(error.isAhead ? "99 seconds in the future" : "differ by 70 seconds") == true)
        }
    }
}

extension ServiceError {
    fileprivate var isAhead: Bool { if case .logEndsInFuture = self { true } else { false } }
}
