import ContractService
import Contracts
import HTTPTypes
@testable import HTTPAPI
import Hummingbird
import JSON
import Logging
import Observability
import Synchronization
import Testing
import Words

@Suite(.timeLimit(.minutes(10)))
struct ProblemTests {
    @Test(
        arguments: [
            (nil, .french), ("", .french), ("fr", .french), ("en", .english), ("EN-gb", .english), ("de", .french), ("*", .french),
            ("en, fr", .french),
            ("en;q=0.9, fr;q=0.8", .english), ("en;q=0.8,fr;q=0.9", .french), ("en-US,en;q=0.5,fr;q=0.7", .english),
            ("fr;q=0, en", .english),
            ("fr;q=0, *;q=0.1", .english), ("de, *;q=0.5, en;q=0.6", .english), ("en;q=0", .french), ("en; q=0.4, fr;q=0.3", .english),
            ("en;q=x", .french), (";;,,en", .english), ("en;level=1;q=0.1, fr;q=0.2", .french),
        ] as [(String?, Language)])
    func `the language is the one that the caller likes best`(header: String?, language: Language) {
        #expect(Language(accepting: header) == language)
    }

    @Test func `a refusal is told in that language, with its rule and source`() async throws {
        let api = try TestAPI(ScriptedService(refusing: ServiceError.refused(.continuationDeadline)))
        let french = try await api.command("resume")
        let english = try await api.command("resume", headers: [.acceptLanguage: "en"])
        #expect(french.json["detail"]?.string == Rule.continuationDeadline.french && french.headers["Content-Language"] == "fr")
        #expect(english.json["detail"]?.string == Rule.continuationDeadline.english && english.headers["Content-Language"] == "en")
        #expect(english.json["source"]?.string == Rule.continuationDeadline.source && english.headers["Vary"] == "Accept-Language")
    }

    @Test func `a refusal by a rule points to its field, and names the recorded fact in the way`() async throws {
        let refusal = ServiceError.refused(
            .absenceAlreadyOpen, conflictsWith: 2, pointer: "/commands/1/effectiveOn", makesUnlawful: true)
        let reply = try await TestAPI(ScriptedService(refusing: refusal)).command("correct")
        #expect(reply.status == 422 && reply.json["conflictsWith"] == 2 && reply.json["makesUnlawful"] == true)
        #expect(reply.json["pointer"] == "/commands/1/effectiveOn" && reply.named == "/commands/1/effectiveOn")
        let other = try await TestAPI(ScriptedService(refusing: ServiceError.refused(.contractUnknown))).command("correct")
        for key in ["conflictsWith", "makesUnlawful", "pointer", "errors"] { #expect(other.json[key] == nil) }
    }

    struct Unforeseen: Error, CustomStringConvertible { var description: String { "the secret of Mme Durand" } }

    @Test func `an unforeseen error is told in the log only, under the id of the request`() async throws {
        let lines = Mutex<[String]>([])
        var api = try TestAPI(ScriptedService(refusing: Unforeseen()))
        api.logger = Logger(label: "test") {
            JSONLogHandler(label: $0, to: LogOutput { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
        }
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        let reply = try await api.command("resume", headers: .with("traceparent", "00-\(trace)-00f067aa0ba902b7-01"))
        #expect(reply.status == 500 && reply.rule == "service.fault" && !reply.text.contains("secret"))
        #expect(reply.headers["X-Request-Id"] == trace && reply.json["instance"] == "urn:maintien:trace:\(trace)")
        let error = try #require(lines.withLock { $0 }.first { $0.contains("\"error\"") })
        #expect(error.contains("the secret") && error.contains(trace))
    }

    @Test func `a cancelled request is unavailable`() async throws {
        let reply = try await TestAPI(ScriptedService(refusing: CancellationError())).command("resume")
        #expect(reply.status == 503 && reply.headers["Retry-After"] == "1")
    }

    @Test(
        arguments: [
            ([], .any), (["*"], .any), ([" * "], .any), (["\"7\""], .among([7])), ([" \"7\" "], .among([7])), (["\"0\""], .among([0])),
            (["W/\"7\""], .among([])),
            (["\"abc\""], .among([])), (["\"07\""], .among([])), (["\"-1\""], .among([])), (["\"\""], .among([])),
            (["W/\"7\", \"8\""], .among([8])), (["\"7\"", "\"7\""], .among([7])), (["\"a\", \"b\""], .among([])),
            (["\"7\", \"8\""], .among([7, 8])), (["\"7\"", "\"9\",\t\"8\""], .among([7, 8, 9])), (["\"7\","], .among([7])),
            ([",\"7\" , ,\"8\""], .among([7, 8])), (["\"a,b\", \"7\""], .among([7])), (["\"7-0a1b2c3d\""], .among([7])),
            (["\"7-ffffffff\""], .among([], namesOtherIncarnation: true)),
            (["\"7-ffffffff\", \"7\""], .among([7], namesOtherIncarnation: true)), (["W/\"7-ffffffff\""], .among([])),
            (["\"7-\""], .among([], namesOtherIncarnation: true)), (["\"x-0a1b2c3d\""], .among([])),
            (["7"], nil), (["\"7"], nil), ([""], nil), (["\""], nil), ([","], nil), (["\"7\"\"8\""], nil), (["\"7\" \"8\""], nil),
            (["*, \"7\""], nil), (["\"7\", *"], nil), (["w/\"7\""], nil), (["\"7\"8\""], nil), (["\"a b\""], nil), (["W/ \"7\""], nil),
        ] as [([String], VersionCondition?)])
    func `If-Match is a list of tags, of which one must be the contract's`(lines: [String], condition: VersionCondition?) {
        #expect(VersionCondition(ifMatch: lines, logMark: "0a1b2c3d") == condition)
    }
}
