import Access
import Billing
import BillingService
import HTTPTypes
import JSON
import Testing

@testable import HTTPAPI

/// What the bank says and clerks decide about money, over HTTP.
@Suite(.timeLimit(.minutes(10))) struct BankRoutesTests {
    private func api(failure: (any Error)? = nil, isReplayed: Bool = false) throws -> (TestAPI, ScriptedRuns) {
        let runs = ScriptedRuns(isReplayed: isReplayed, failure: failure)
        var api = try RoleTests.api()
        api.runs = runs
        return (api, runs)
    }

    private static let payment = #"{"employer": "0750001A", "amountCents": 7278, "on": "2026-05-26", "reference": "VIR-1"}"#
    private static let told: [(path: String, body: String, roles: [String])] = [
        ("/v1/payments", payment, ["clerk", "supervisor"]), ("/v1/refunds", payment, ["clerk", "supervisor"]),
        ("/v1/write-offs", payment, ["supervisor"]),
        (
            "/v1/direct-debits/R000001D0000001/return", #"{"kind": "return", "reason": "AM04", "on": "2026-10-15"}"#,
            ["clerk", "supervisor"]
        ),
        ("/v1/direct-debit-files/R000001F001/hand-over", #"{"on": "2026-11-12"}"#, ["supervisor"]),
        ("/v1/direct-debit-files/R000001F001/withdraw", #"{"on": "2026-11-12"}"#, ["supervisor"]),
        ("\(RoleTests.contracts)/resume-direct-debits", "{}", ["clerk", "supervisor"]),
        ("/v1/bank-lines/4711-1/settle", #"{"reason": "fees of the bank"}"#, ["clerk", "supervisor"]),
    ]

    @Test(arguments: told)
    func `whoever may tells it, and gets where the log has it`(path: String, body: String, roles: [String]) async throws {
        for role in Role.allCases.map(\.rawValue) {
            let (api, runs) = try api()
            let reply = try await api.call(.post, path, body, as: role)
            #expect(reply.status == (roles.contains(role) ? 201 : 403), "\(role)")
            #expect(runs.asked.count == (roles.contains(role) ? 1 : 0) && runs.asked.allSatisfy { $0.hasSuffix(" by \(role)") })
        }
        let (api, runs) = try api(isReplayed: true)
        #expect(try await api.call(.post, path, body, as: "supervisor").json == ["position": 8])
        #expect(runs.asked.allSatisfy { $0.contains(" under none ") })
        let again = try await api.call(.post, path, body, headers: .with("Idempotency-Key", "k"), as: "supervisor")
        #expect(again.status == 201 && again.headers["Idempotency-Replayed"] == "true" && runs.asked.last?.contains(" under k ") == true)
        #expect(try await api.call(.post, path + "?dry-run=true", body, as: "supervisor").status == 400)
        #expect(try await api.call(.post, path, body, headers: .with("Content-Type", "text/plain"), as: "supervisor").status == 415)
        #expect(try await api.call(.post, path, #"{"other": 1}"#, as: "supervisor").status == 400)
    }

    @Test(arguments: [
        (BillingRule.paymentDuplicate, 409), (.refundDuplicate, 409), (.writeOffDuplicate, 409), (.directDebitAlreadyReturned, 409),
        (.fileAlreadyHandedOver, 409), (.directDebitUnknown, 404), (.fileUnknown, 404), (.fileTooLate, 422), (.fileWithdrawn, 422),
        (.refundExceedsCredit, 422), (.writeOffExceedsBalance, 422), (.bankFactInFuture, 422),
        (.bankFactTooEarly, 422), (.paymentExceedsFile, 422), (.fileSameSupervisor, 422), (.bankLineUnknown, 404),
        (.bankLineAlreadySettled, 409),
    ])
    func `a refusal has its status, its rule and its words`(rule: BillingRule, status: Int) async throws {
        let (api, _) = try api(failure: BillingRefusal(rule))
        let reply = try await api.call(.post, "/v1/payments", Self.payment, as: "clerk")
        #expect(reply.status == status && reply.rule == rule.id && reply.json["detail"]?.string == rule.french)
    }

    @Test(arguments: [" VIR-1", "VIR-1 ", "VIR  1", " ", "-1", "+1", "(1", "/1", "1/", "1//2", "é", "VIR 12345678901234567890123456789012"])
    func `a reference that a reader could take for another one is refused`(reference: String) async throws {
        let (api, runs) = try api()
        let body: JSON = ["employer": "0750001A", "amountCents": 1, "on": "2026-05-26", "reference": .string(reference)]
        let reply = try await api.call(.post, "/v1/payments", String(decoding: body.bytes(), as: UTF8.self), as: "clerk")
        #expect(reply.status == 400 && reply.named == "/reference" && runs.asked.isEmpty)
    }

    @Test(arguments: [("4711", "fees", 400, "line"), ("04711-1", "fees", 400, "line"), ("4711-1", "call 06 12 34 56 78", 422, "/reason")])
    func `a line of a bank is settled by its name, in words without personal data`(
        line: String, reason: String, status: Int, named: String
    ) async throws {
        let (api, runs) = try api()
        let body: JSON = ["reason": .string(reason)]
        let reply = try await api.call(
            .post, "/v1/bank-lines/\(line)/settle", String(decoding: body.bytes(), as: UTF8.self), as: "clerk")
        #expect(reply.status == status && reply.named == named && runs.asked.isEmpty)
    }

    @Test func `a supervisor hands over alone only where the deployment lets them`() async throws {
        for (fourEyes, alone) in [([], true), ([.handOver], false), ([.erase], true)] as [(Set<FourEyes>, Bool)] {
            var (api, runs) = try api()
            api.configuration.fourEyes = fourEyes
            _ = try await api.call(.post, "/v1/direct-debit-files/R000001F001/hand-over", #"{"on": "2026-11-12"}"#, as: "supervisor")
            #expect(runs.asked.map { $0.contains(" alone ") } == [alone])
        }
    }

    @Test func `a body names one payer`() async throws {
        let (api, runs) = try api()
        for (body, pointer) in [
            (#"{"amountCents": 1, "on": "2026-05-26", "reference": "r"}"#, "/employer"),
            (#"{"employer": "?", "amountCents": 1, "on": "2026-05-26", "reference": "r"}"#, "/employer"),
            (#"{"employer": "0750001A", "file": "R000001F001", "amountCents": 1, "on": "2026-05-26", "reference": "r"}"#, "/file"),
        ] {
            let reply = try await api.call(.post, "/v1/payments", body, as: "clerk")
            #expect(reply.status == 400 && reply.named == pointer)
        }
        #expect(runs.asked.isEmpty)
    }
}
