import Billing
import BillingService
import ContractService
import ContractTesting
import FoundationEssentials
import HTTPTypes
import JSON
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// The month's run as clerks, supervisors and auditors see it.
@Suite(.timeLimit(.minutes(10))) struct RunPageTests {
    private static let july: [(name: String, value: String)] = [
        ("scheme", "fpe-education-2026"), ("kind", "regular"), ("month", "2027-07"), ("last", "0"),
    ]
    private static let english = HTTPFields.with("Accept-Language", "en")

    @Test func `a clerk and an auditor see what the next run would come to, by cause, and do not make it`() async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            let joined = try await desk.employed(from: "2027-07-01")
            let held = try await desk.indebted()
            try await desk.project()
            for caller in ["clerk", "supervisor", "auditor"] {
                let list = try await desk.get("/runs", as: caller)
                #expect(list.status == 200 && list.text.contains("Appel de juillet 2027"))
                let page = try await desk.preview(as: caller)
                #expect(page.status == 200 && page.isPage)
                #expect(page.text.contains("Cet appel demanderait") && page.text.contains("Arrivées"))
                #expect(page.text.contains("/contracts/\(joined)?month=2027-07#cotisation"))
                #expect(page.text.contains("aucun mandat en vigueur le jour du prélèvement"))
                #expect(page.text.contains("/contracts/\(held)/act/register-mandate") == (caller != "auditor"))
                #expect(page.text.contains("Une personne qui supervise") == (caller != "supervisor"))
                let english = try await desk.preview(as: caller, headers: Self.english)
                #expect(english.status == 200 && english.text.contains("This run would ask for") && english.text.contains("Joined"))
            }
            #expect(try await desk.post("/runs", Self.july, as: "clerk").status == 403)
            #expect(try await desk.post("/runs", Self.july, as: "auditor").status == 403)
            #expect(try await desk.runs.runs(knownAt: nil).isEmpty)
        }
    }

    @Test func `a supervisor makes the run, once however often the form is sent; a run that a rule refuses says why`() async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            _ = try await desk.employed(from: "2027-07-01")
            try await desk.project()
            #expect(try await desk.post("/runs", as: "supervisor").status == 404)
            let sent = try await desk.post("/runs", Self.july, as: "supervisor")
            #expect(sent.status == 303 && sent.location == "/runs/1?made=yes")
            #expect(try await desk.post("/runs", Self.july, as: "supervisor").location == "/runs/1?made=yes")
            #expect(try await desk.runs.runs(knownAt: nil).count == 1)
            try await desk.finish(1)
            let page = try await desk.get("/runs/1?made=yes", as: "auditor")
            #expect(page.status == 200 && page.text.contains("fait</strong>") && page.text.contains("<bdi>supervisor</bdi>"))
            #expect(page.text.contains("/runs/preview?scheme=fpe-education-2026&amp;kind=cancelling&amp;cancels=1"))
            // Somebody else called the month meanwhile.
            let late = try await desk.post("/runs", Self.july, as: "supervisor-2")
            #expect(late.status == 303)
            let refused = try await desk.get(try #require(late.location), as: "supervisor-2")
            #expect(refused.status == 422 && refused.text.contains("<title>Erreur") && refused.text.contains("run.monthAlreadyCalled"))
            let unreadable = try await desk.get("/runs/preview?month=trente", as: "clerk")
            #expect(unreadable.status == 422 && unreadable.text.contains("value=\"trente\"") && unreadable.text.contains("href=\"#month\""))
            #expect(try await desk.get("/runs/2", as: "clerk").status == 404)
            #expect(try await desk.get("/runs/x", as: "clerk").status == 404)
        }
    }

    @Test func `what was learnt after a run stands in the next preview with its fact, and the months that it changes`() async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            let contract = try await desk.employed(from: "2027-05-01")
            try await desk.project()
            _ = try await desk.post("/runs", Self.july, as: "supervisor")
            try await desk.finish(1)
            try await desk.set(instant("2027-07-13T08:00:00Z"))
            let version = try await desk.tell(.changeOption, ["effectiveOn": "2027-06-01", "option": "option2"], of: contract)
            try await desk.project()
            let page = try await desk.preview()
            #expect(page.status == 200 && page.text.contains("Appel d’août"))
            #expect(page.text.contains("/contracts/\(contract)/facts/\(version)\""))
            #expect(page.text.contains("/contracts/\(contract)/changes?from=2027-07-12T08:00:00"))
            #expect(page.text.contains("datetime=\"2027-06\"") && page.text.contains("datetime=\"2027-07\""))
        }
    }

    @Test func `another supervisor hands a file over; what is refused stands on the run's page`() async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            let contract = try await desk.indebted()
            try await desk.tell(
                .registerMandate,
                [
                    "effectiveOn": "2027-02-01", "iban": "FR7630006000011234567890189", "mandateReference": "RUM-1",
                    "signedOn": "2027-02-01",
                ], of: contract)
            try await desk.project()
            _ = try await desk.post("/runs", Self.july, as: "supervisor")
            try await desk.finish(1)
            let file = "/direct-debit-files/R000001F001"
            let browser = try await desk.browser(as: "supervisor-2")
            let page = try await desk.get("/runs/1", as: nil, headers: browser.cookies)
            #expect(page.text.contains("formaction=\"\(file)/hand-over\"") && page.text.contains("à remettre"))
            let words = "Une autre personne que celle qui a demandé"
            #expect(try await desk.get("/runs/1", as: "supervisor").text.contains(words))
            #expect(try await desk.get("/runs/1", as: "supervisor-2").text.contains(words) == false)
            #expect(try await desk.get("/runs/1", as: "clerk").text.contains(file) == false)

            #expect(try await desk.get(file, as: "clerk").status == 403)
            let xml = try await desk.get(file, as: "supervisor")
            #expect(xml.status == 200 && xml.text.contains("R000001D0000001") && xml.text.contains("Durand"))
            #expect(xml.headers["Content-Disposition"] == "attachment; filename=\"R000001F001.xml\"")

            func handOver(_ day: String, as caller: String) async throws -> Reply {
                let sent = try await desk.post("\(file)/hand-over", ["run": "1", "on": day], as: caller)
                #expect(sent.status == 303)
                return try await desk.get(String(try #require(sent.location).prefix { $0 != "#" }), as: caller)
            }
            let same = try await handOver("12/07/2027", as: "supervisor")
            #expect(same.status == 422 && same.text.contains("file.sameSupervisor"))
            let late = try await handOver("01/12/2027", as: "supervisor-2")
            #expect(late.status == 422 && late.text.contains("file.tooLate"))
            let unreadable = try await handOver("<b>", as: "supervisor-2")
            #expect(unreadable.status == 422 && !unreadable.text.contains("<b>"))
            let done = try await handOver("12/07/2027", as: "supervisor-2")
            #expect(done.status == 200 && done.text.contains("remis"))
            let again = try await desk.post("\(file)/withdraw", ["run": "1", "on": "12/07/2027"], as: "supervisor")
            #expect(try await desk.get(try #require(again.location), as: "supervisor").text.contains("file.alreadyHandedOver"))
        }
    }

    @Test func `where no scheme has parameters of money, the pages say so`() async throws {
        try await withDesk { desk in
            for address in ["/runs", "/runs/preview"] {
                let page = try await desk.get(address)
                #expect(page.status == 200 && page.text.contains("paramètres d’appel"))
            }
        }
    }
}

extension DeskUnderTest {
    /// A contract in active service from a day on.
    func employed(from day: String) async throws -> ContractID {
        let contract = ContractID(UUID())
        try await tell(
            .affiliate,
            [
                "scheme": "fpe-education-2026", "effectiveOn": .string(day), "employer": "0750001A", "option": "base",
                "grossMonthlyPayCents": 250_000, "employment": ["kind": "civilServant", "startedOn": "2019-09-01"],
                "holder": ["bornOn": "1985-03-14", "identity": ["familyName": "Durand", "givenNames": "Camille"]],
            ], of: contract)
        return contract
    }

    /// A contract whose agent owes from February 2027 on, without a mandate.
    func indebted() async throws -> ContractID {
        let contract = try await affiliated()
        try await tell(.startTemporaryCessation, ["effectiveOn": "2027-02-01", "cause": "parentalLeave"], of: contract)
        return contract
    }

    /// The preview of the next run, once it is reckoned: the page does not wait for long.
    func preview(as caller: String = "clerk", headers: HTTPFields = [:]) async throws -> Reply {
        while true {
            let page = try await get("/runs/preview", as: caller, headers: headers)
            let isReckoned = !page.text.contains("se calcule") && !page.text.contains("being reckoned")
            if page.status != 503, isReckoned { return page }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Waits until a run is complete: the form that made it does not wait for long.
    func finish(_ run: Int) async throws {
        while try await runs.run(run, knownAt: nil).state == .open { try await Task.sleep(for: .milliseconds(10)) }
        try await project()
    }
}
