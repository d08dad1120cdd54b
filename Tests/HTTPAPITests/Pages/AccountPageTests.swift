import Billing
import BillingService
import ContractService
import ContractTesting
import HTTPTypes
import JSON
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// The accounts of agents and employers, and statements, as the desk shows them.
@Suite(.timeLimit(.minutes(10))) struct AccountPageTests {
    private static let english = HTTPFields.with("Accept-Language", "en")

    /// A contract of which July is called with all months before, and August with an option told late.
    private func withCalls(_ body: @escaping @Sendable (DeskUnderTest, ContractID, Int) async throws -> Void) async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            let contract = try await desk.employed(from: "2027-05-01")
            try await desk.project()
            try await desk.call("2027-07", after: 0)
            try await desk.set(instant("2027-07-13T08:00:00Z"))
            let version = try await desk.tell(.changeOption, ["effectiveOn": "2027-06-01", "option": "option2"], of: contract)
            try await desk.project()
            try await desk.call("2027-08", after: 1)
            try await body(desk, contract, version)
        }
    }

    @Test func `each amount on an agent's account leads to the fact that caused it, or to the month as known at its run`() async throws {
        try await withCalls { desk, contract, version in
            for caller in ["clerk", "supervisor", "auditor"] {
                let page = try await desk.get("/contracts/\(contract)/account", as: caller)
                #expect(page.status == 200 && page.links.contains("/contracts/\(contract)/facts/\(version)"))
                #expect(
                    page.links.contains {
                        $0.hasPrefix("/contracts/\(contract)?known-at=2027-07-12") && $0.hasSuffix("month=2027-06#cotisation")
                    })
                #expect(page.links.contains { $0.hasPrefix("/contracts/\(contract)/changes?from=2027-07-12") })
                #expect(page.links.contains("/runs/2") && page.links.contains("/employers/0750001A"))
                #expect(page.text.contains("régularisation"))
            }
            #expect(try await desk.get("/contracts/\(contract)").links.contains("/contracts/\(contract)/account"))
            // As known before the second run nothing was adjusted.
            let before = try await desk.get("/contracts/\(contract)/account?known-at=2027-07-12T12:00:00Z")
            #expect(before.status == 200 && !before.text.contains("régularisation") && before.text.contains("Vous lisez ce qui était su"))
            // Months are read a year at a time.
            let earlier = try await desk.get("/contracts/\(contract)/account?through=2026-04")
            #expect(earlier.status == 200 && !earlier.links.contains("/runs/1"))
            let english = try await desk.get("/contracts/\(contract)/account", headers: Self.english)
            #expect(english.text.contains("What was called, month by month") && !english.text.contains("régularisation"))
            #expect(try await desk.get("/contracts/\(contract)/account?movements=x").status == 404)
        }
    }

    @Test func `an employer's account has its statements, and a statement what is to be paid, and by when`() async throws {
        try await withCalls { desk, contract, version in
            let account = try await desk.get("/employers/0750001A")
            #expect(account.status == 200 && account.text.contains("Reste dû"))
            #expect(account.links.contains("/runs/1/statements/0750001A") && account.links.contains("/runs/2/statements/0750001A"))
            let first = try await desk.get("/runs/1/statements/0750001A", as: "auditor")
            #expect(first.status == 200 && first.text.contains("<time datetime=\"2027-08-11\">"))
            #expect(first.links.contains("/contracts/\(contract)") && first.text.contains("3 lignes"))
            let second = try await desk.get("/runs/2/statements/0750001A")
            #expect(second.links.contains("/contracts/\(contract)/facts/\(version)") && second.links.contains("/runs/2"))
            #expect(try await desk.get("/runs/2").links.contains("/runs/2/statements/0750001A"))
            for missing in ["/runs/1/statements/0999999Z", "/runs/9/statements/0750001A", "/employers/%3Cb%3E"] {
                #expect(try await desk.get(missing).status == 404, "\(missing)")
            }
            let empty = try await desk.get("/employers/0999999Z")
            #expect(empty.status == 200 && empty.text.contains("Aucun bordereau"))
            // Nobody pays what a cancelled run asked for.
            let form = [("scheme", "fpe-education-2026"), ("kind", "cancelling"), ("cancels", "2"), ("last", "2")]
            let sent = try await desk.post("/runs", form.map { (name: $0.0, value: $0.1) }, as: "supervisor")
            #expect(sent.location == "/runs/3?made=yes")
            try await desk.finish(3)
            let cancelled = try await desk.get("/runs/2/statements/0750001A")
            #expect(cancelled.status == 200 && cancelled.text.contains("Appel annulé") && !cancelled.text.contains("À payer"))
            #expect(try await desk.get("/employers/0750001A").text.contains("annulé par"))
            #expect(try await desk.get("/runs/3").text.contains("Cet appel reprend"))
        }
    }

    @Test func `a debit on hold after a return is resumed from the account by who records`() async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            let contract = try await desk.indebted()
            try await desk.tell(
                .registerMandate,
                [
                    "effectiveOn": "2027-02-01", "iban": "FR7630006000011234567890189", "mandateReference": "RUM-1",
                    "signedOn": "2027-02-01",
                ], of: contract)
            try await desk.project()
            try await desk.call("2027-07", after: 0)
            try await desk.set(instant("2027-08-02T08:00:00Z"))
            let body: JSON = ["kind": "refund", "reason": "MD06", "on": "2027-08-01"]
            _ = try await desk.runs.record(try BankOrder(returnOf: "R000001D0000001", body), by: BankCaller("clerk"))
            try await desk.project()
            try await desk.call("2027-08", after: 1)
            let browser = try await desk.browser()
            let page = try await desk.get("/contracts/\(contract)/account", as: nil, headers: browser.cookies)
            #expect(page.text.contains("à décider") && page.text.contains("action=\"/contracts/\(contract)/account/resume\""))
            #expect(try await desk.get("/runs/2").links.contains("/contracts/\(contract)/account"))
            #expect(try await desk.post("/contracts/\(contract)/account/resume", as: "auditor").status == 403)
            let sent = try await desk.post("/contracts/\(contract)/account/resume", as: "clerk")
            #expect(sent.status == 303)
            #expect(try await desk.get(try #require(sent.location)).text.contains("Les prélèvements reprennent"))
            // Sent twice, the form resumes once; the page offers it no more.
            #expect(try await desk.post("/contracts/\(contract)/account/resume", as: "clerk").status == 303)
            let resumed = try await desk.get("/contracts/\(contract)/account", as: nil, headers: browser.cookies)
            #expect(resumed.status == 200 && !resumed.text.contains("account/resume") && !resumed.text.contains("à décider"))
            try await desk.project()
            let preview = try await desk.runs.preview(RunOrder(scheme: "fpe-education-2026", .catchUp), examples: 1)
            #expect(preview.outcome.held.count == 0 && preview.outcome.debited.count == 1)
        }
    }
}

extension DeskUnderTest {
    /// Calls a month as a supervisor does.
    fileprivate func call(_ month: String, after last: Int) async throws {
        let form = [("scheme", "fpe-education-2026"), ("kind", "regular"), ("month", month), ("last", "\(last)")]
        let sent = try await post("/runs", form.map { (name: $0.0, value: $0.1) }, as: "supervisor")
        #expect(sent.status == 303 && sent.location == "/runs/\(last + 1)?made=yes")
        try await finish(last + 1)
    }
}
