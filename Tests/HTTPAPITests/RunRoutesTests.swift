import Access
import Billing
import BillingService
import CivilTime
import HTTPTypes
import JSON
import Testing

@testable import HTTPAPI

/// `/v1/runs` and what follows from runs.
@Suite(.timeLimit(.minutes(10))) struct RunRoutesTests {
    private func api(_ runs: ScriptedRuns = ScriptedRuns()) throws -> (TestAPI, ScriptedRuns) {
        var api = try RoleTests.api()
        api.runs = runs
        return (api, runs)
    }

    @Test func `a supervisor makes a run; who waited too long finds it at Location`() async throws {
        let (done, runs) = try api()
        let body = #"{"scheme": "littoral-2026", "kind": "regular", "month": "2026-10"}"#
        let made = try await done.call(.post, "/v1/runs", body, headers: .with("Idempotency-Key", "k"), as: "supervisor")
        #expect(made.status == 201 && made.json == ["run": 7] && made.headers["Location"] == "/v1/runs/7")
        #expect(made.headers["Idempotency-Replayed"] == nil)
        #expect(runs.asked == ["submit littoral-2026 regular(2026-10) by supervisor under k"])
        let (open, _) = try api(ScriptedRuns(isComplete: false, isReplayed: true))
        let accepted = try await open.call(.post, "/v1/runs", body, as: "supervisor")
        #expect(accepted.status == 202 && accepted.headers["Location"] == "/v1/runs/7")
        #expect(accepted.headers["Idempotency-Replayed"] == "true")
    }

    @Test(arguments: ["dry-run=AAA", "dry-run=", "other=1"])
    func `a query that says something else makes no run`(query: String) async throws {
        let (api, runs) = try api()
        let reply = try await api.call(.post, "/v1/runs?\(query)", #"{"scheme": "s", "kind": "catchUp"}"#, as: "supervisor")
        #expect(reply.status == 400 && runs.asked.isEmpty)
    }

    @Test func `a clerk tries a run out, and makes none`() async throws {
        let (api, runs) = try api()
        let body = #"{"scheme": "s", "kind": "catchUp"}"#
        #expect(try await api.call(.post, "/v1/runs", body, as: "clerk").status == 403)
        let tried = try await api.call(.post, "/v1/runs?dry-run=true", body, as: "clerk")
        #expect(tried.status == 200 && tried.json == ["dryRun": true] && runs.asked == ["preview s catchUp"])
        #expect(try await api.call(.post, "/v1/runs?dry-run=true", body, as: "auditor").status == 200)
        for role in ["agent", "employer", "operator"] {
            #expect(try await api.call(.post, "/v1/runs?dry-run=true", body, as: role).status == 403)
        }
    }

    @Test(
        arguments: [
            (#"{"kind": "regular", "month": "2026-10"}"#, "/scheme"), (#"{"scheme": "s", "kind": "regular"}"#, "/month"),
            (#"{"scheme": "s", "kind": "catchUp", "month": "2026-10"}"#, "/month"), (#"{"scheme": "s", "kind": "no"}"#, "/kind"),
            (#"{"scheme": "s", "kind": "closing"}"#, "/through"), (#"{"scheme": "s", "kind": "cancelling", "cancels": 0}"#, "/cancels"),
            (#"{"scheme": "s", "kind": "cancelling", "cancels": 2147483648}"#, "/cancels"),
            (#"{"scheme": "s", "kind": "cancelling", "cancels": 9223372036854775807}"#, "/cancels"),
        ])
    func `a wrong body is refused with its field`(body: String, pointer: String) async throws {
        let (api, runs) = try api()
        let reply = try await api.call(.post, "/v1/runs", body, as: "supervisor")
        #expect(reply.status == 400 && reply.named == pointer && runs.asked.isEmpty)
    }

    @Test(
        arguments: [
            (BillingRule.runInProgress, 409), (.runMonthAlreadyCalled, 409), (.runUnknown, 404), (.statementUnknown, 404),
            (.runMonthSkipped, 422), (.runTooEarly, 422), (.runNothingCalled, 422), (.runHandedOver, 422),
        ])
    func `a refusal has its status, its rule and its words`(rule: BillingRule, status: Int) async throws {
        let (api, _) = try api(ScriptedRuns(failure: BillingRefusal(rule)))
        let reply = try await api.call(.get, "/v1/runs/1", as: "clerk")
        #expect(reply.status == status && reply.rule == rule.id && reply.json["detail"]?.string == rule.french)
    }

    @Test func `rows come as lines, as an array or as CSV, page by page`() async throws {
        let row: JSON.Object = ["contract": "c", "amountCents": 5, "reason": "a,b"]
        let (api, runs) = try api(ScriptedRuns(rows: [row, row]))
        let path = "/v1/runs/7/held?known-at=2026-10-01T00:00:00Z"
        #expect(try await api.call(.get, path, as: "auditor").lines == [.object(row), .object(row)])
        #expect(runs.asked == ["held of 7 after none at 2026-10-01T00:00:00Z", "held of 7 after last at 2026-10-01T00:00:00Z"])
        let array = try await api.call(.get, path, headers: .with("Accept", "application/json"), as: "auditor")
        #expect(array.json == [.object(row), .object(row)])
        let csv = try await api.call(.get, path, headers: .with("Accept", "text/csv"), as: "auditor")
        #expect(csv.text == "contract,amountCents,reason\r\nc,5,\"a,b\"\r\nc,5,\"a,b\"\r\n")
        let (empty, _) = try self.api()
        #expect(try await empty.call(.get, path, headers: .with("Accept", "application/json"), as: "auditor").json == [])
        #expect(try await empty.call(.get, path, headers: .with("Accept", "image/png"), as: "auditor").status == 406)
        #expect(try await empty.call(.get, "/v1/runs/0/held", as: "auditor").status == 400)
    }

    @Test func `statements come one a line`() async throws {
        let (api, _) = try api()
        #expect(
            try await api.call(.get, "/v1/runs/7/statements", as: "clerk").lines == [
                ["employer": "0290012E"], ["employer": "0750001A"],
            ])
    }

    @Test func `an employer sees its own statement and account, an agent their own calls and account, and no other`() async throws {
        let (api, _) = try api()
        #expect(try await api.call(.get, "/v1/runs/7/statements/0750001A", as: "employer").status == 200)
        #expect(try await api.call(.get, "/v1/runs/7/statements/0290012E", as: "employer").rule == Problem.otherEmployer.rule)
        #expect(try await api.call(.get, "/v1/employers/0750001A/account", as: "employer").status == 200)
        #expect(try await api.call(.get, "/v1/employers/0290012E/account", as: "employer").rule == Problem.otherEmployer.rule)
        #expect(try await api.call(.get, "/v1/employers/%20/account", as: "clerk").status == 400)
        for question in ["calls?month=2026-10", "account"] {
            #expect(try await api.call(.get, "\(RoleTests.contracts)/\(question)", as: "agent").status == 200)
            let other = try await api.call(.get, "/v1/contracts/\(RoleTests.other)/\(question)", as: "agent")
            #expect(other.status == 404 && other.rule == "contract.unknown")
            #expect(try await api.call(.get, "\(RoleTests.contracts)/\(question)", as: "employer").status == 403)
        }
    }
}
