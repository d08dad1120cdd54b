import CivilTime
import ContractService
import HTTPTypes
import HTTPAPI
import JSON
import Logging
import Observability
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct OperationsTests {
    @Test func `readiness is the service's`() async throws {
        let ready = try await TestAPI().call(.get, "/readyz", as: nil)
        #expect(
            ready.status == 200
                && ready.json == [
                    "status": "ready", "detail": "as told; the projections are at position 4711, 2 behind",
                    "durability": ["flushed": true, "synchronousStandbys": 1],
                ])
        let away = try await TestAPI(ScriptedService(isReady: false)).call(.get, "/readyz", as: nil)
        #expect(
            away.status == 503 && away.headers["Retry-After"] == "1" && away.json["status"] == "unavailable"
                && away.json["durability"] == nil)
    }

    @Test func `requests are counted by route, method and status`() async throws {
        let api = try TestAPI()
        _ = try await api.ask("timeline")
        _ = try await api.call(HTTPRequest.Method("BREW")!, "/v1/secret-\(TestAPI.contract)")
        let text = try await api.call(.get, "/metrics").text
        #expect(
            text.contains(
                #"http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="200",http_route="/v1/contracts/{contract}/timeline"} 1"#
            ))
        #expect(
            text.contains(
                #"http_server_request_duration_seconds_count{http_request_method="_OTHER",http_response_status_code="404",http_route="none"} 1"#
            ))
        #expect(text.contains("http_server_active_requests 1.0") && !text.contains("secret") && !text.contains(TestAPI.contract))
    }

    @Test func `a request is one log line without path, query, body, caller or token`() async throws {
        let lines = Mutex<[String]>([])
        var api = try TestAPI()
        api.logger = Logger(label: "test") {
            JSONLogHandler(
                label: $0, level: .trace, to: LogOutput { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
        }
        _ = try await api.command("affiliate", #"{"holder":"Mme Durand"}"#, query: "?dry-run=true")
        _ = try await api.call(.get, "/docs?code=\(TestAPI.token)", as: nil)
        let text = lines.withLock { $0 }
        #expect(text.count == 2)
        let line = try JSON(parsing: try #require(text.first))
        #expect(
            line["message"] == "request" && line["method"] == "POST" && line["status"] == 200 && line["trace_id"]?.string?.count == 32)
        #expect(line["route"] == "/v1/contracts/{contract}/affiliate" && line["milliseconds"] != nil)
        #expect(line["span_id"]?.string?.count == 16 && line["parent_span_id"] == nil)
        for secret in [TestAPI.contract, TestAPI.token, "Durand", "dry-run", "payroll"] { #expect(!text.joined().contains(secret)) }
    }

    @Test func `every answer forbids caching, guessing and framing`() async throws {
        for (path, token) in [("/healthz", nil), ("/nowhere", TestAPI.token), ("/docs", TestAPI.token), ("/docs", nil)]
            as [(String, String?)]
        {
            let headers = try await TestAPI().call(.get, path, as: token).headers
            #expect(headers["Cache-Control"] == "no-store" && headers["X-Content-Type-Options"] == "nosniff")
            #expect(headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true && headers["X-Frame-Options"] == "DENY")
            #expect(
                headers["X-Request-Id"]?.count == 32 && headers["Maintien-Sandbox"] == nil && headers["Strict-Transport-Security"] == nil)
        }
    }

    actor Keeper: SandboxKeeping {
        var now: Instant?
        func setClock(to instant: Instant) throws {
            if let now, instant < now { throw ServiceError.clockGoesBack }
            now = instant
        }
        func reset() { now = nil }
    }

    @Test func `a sandbox has a clock and a broom, and says what it is`() async throws {
        let keeper = Keeper()
        let api = try TestAPI { $0.sandbox = keeper }
        let set = try await api.call(.post, "/v1/sandbox/clock", #"{"now":"2026-05-01T12:00:00Z"}"#)
        #expect(set.status == 200 && set.json == ["now": "2026-05-01T12:00:00Z"] && set.headers["Maintien-Sandbox"] == "true")
        #expect(try await api.call(.post, "/v1/sandbox/clock", #"{"now":"2026-05-01T12:00:00Z"}"#).status == 200)
        let back = try await api.call(.post, "/v1/sandbox/clock", #"{"now":"2026-05-01T11:59:59Z"}"#)
        #expect(back.status == 409 && back.rule == "sandbox.clock" && back.headers["Maintien-Sandbox"] == "true")
        #expect(try await api.call(.post, "/v1/sandbox/reset", "{}").status == 200)
        #expect(try await api.call(.post, "/v1/sandbox/reset").status == 200)
        #expect(try await api.call(.post, "/v1/sandbox/reset", #"{"x":1}"#).named == "/x")
        #expect(await keeper.now == nil)
        for (body, name) in [("{}", "/now"), (#"{"now":"noon"}"#, "/now"), (#"{"now":"2026-05-01T12:00:00Z","x":1}"#, "/x")] {
            #expect(try await api.call(.post, "/v1/sandbox/clock", body).named == name)
        }
        #expect(try await api.call(.get, "/docs").text.contains("This is a sandbox"))
        #expect(try await api.call(.get, "/nowhere", as: nil).headers["Maintien-Sandbox"] == "true")
    }

    @Test func `the real thing has neither`() async throws {
        #expect(try await TestAPI().call(.post, "/v1/sandbox/reset", "{}").status == 404)
        #expect(try await !TestAPI().call(.get, "/docs").text.contains("This is a sandbox"))
    }
}
