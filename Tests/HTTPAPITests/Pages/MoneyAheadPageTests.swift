import Billing
import BillingService
import ContractService
import ContractTesting
import HTTPTypes
import JSON
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// When a fact will be called, in its preview and in a dry run; and the figures for the actuary.
@Suite(.timeLimit(.minutes(10))) struct MoneyAheadPageTests {
    private static let july: [(name: String, value: String)] = [
        ("scheme", "fpe-education-2026"), ("kind", "regular"), ("month", "2027-07"), ("last", "0"),
    ]
    private static let english = HTTPFields.with("Accept-Language", "en")

    private func dryRun(_ body: String, of contract: ContractID, on desk: DeskUnderTest) async throws -> JSON {
        let headers = HTTPFields.with("Content-Type", "application/json")
        let reply = try await desk.send(
            .post, "/v1/contracts/\(contract)/declare-pay?dry-run=true", as: "clerk", body, headers: headers)
        #expect(reply.status == 200, "\(reply.text)")
        return reply.json
    }

    @Test func `the preview of a late fact says what the next run calls because of it, and the run calls it`() async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            let contract = try await desk.employed(from: "2027-05-01")
            try await desk.project()
            let body = #"{"effectiveOn": "2027-06-01", "grossMonthlyPayCents": 300000}"#
            #expect(try await dryRun(body, of: contract, on: desk)["called"] == nil)
            let form = "/contracts/\(contract)/act/declare-pay"
            let fields: KeyValuePairs<String, String> = ["/effectiveOn": "01/06/2027", "/grossMonthlyPayCents": "3 000,00"]
            let first = try await desk.get(try #require(try await desk.post(form, fields).location))
            #expect(first.text.contains("Aucun appel n’est encore en vigueur"))
            _ = try await desk.post("/runs", Self.july, as: "supervisor")
            try await desk.finish(1)
            try await desk.set(instant("2027-07-13T08:00:00Z"))
            let called = try #require(try await dryRun(body, of: contract, on: desk)["called"]?[0])
            #expect(called["month"] == "2027-08" && called["lastCalled"] == "2027-07" && called["notBefore"] == "2027-07-13")
            let lines = try #require(called["lines"]?.array)
            #expect(lines.map { $0["month"] } == ["2027-06", "2027-07", "2027-08"])
            #expect(
                lines.map { $0["origin"] } == ["adjustment", "adjustment", "call"] && lines.allSatisfy { $0["employer"] == "0750001A" })
            let sealed = try #require(try await desk.post(form, fields).location)
            let page = try await desk.get(sealed)
            #expect(page.status == 200 && page.text.contains("Quand ce sera appelé, et auprès de qui"))
            #expect(page.text.contains("mois déjà appelés") && page.text.contains("pas encore appelé"))
            #expect(page.text.contains("possible dès aujourd") && page.text.contains("à retenir sur la paie"))
            let english = try await desk.get(sealed, headers: Self.english)
            #expect(english.text.contains("When it will be called, and from whom") && english.text.contains("withheld from pay"))
            try await desk.tell(.declarePay, try JSON(parsing: Array(body.utf8)), of: contract)
            try await desk.project()
            _ = try await desk.runs.submit(RunOrder(scheme: "fpe-education-2026", .catchUp), by: "supervisor", patience: .seconds(300))
            let rows = try await desk.runs.page(of: .lines, run: 2, knownAt: nil, after: nil).rows
            func cents(_ line: JSON) -> [JSON?] {
                [line["month"], line["employerToInsurerCents"], line["agentToInsurerCents"], line["employerToAgentCents"]]
            }
            #expect(rows.map { cents(.object($0)) } == lines.prefix(2).map(cents))
        }
    }

    /// A page or a file, once its figures are there: pages do not wait for long, and then ask to come again.
    private func shown(_ address: String, as caller: String, headers: HTTPFields = [:], on desk: DeskUnderTest) async throws -> Reply {
        let waiting = ["se calculent", "being summed", "décompte de tous les contrats se fait", "being counted"]
        while true {
            let page = try await desk.get(address, as: caller, headers: headers)
            if page.status != 303, page.status != 503, !waiting.contains(where: { page.text.contains($0) }) { return page }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test func `before the first run the page for the actuary says that nothing was called`() async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            let page = try await shown("/portfolio/actuary", as: "auditor", on: desk)
            #expect(page.text.contains("Rien n’a été appelé"))
        }
    }

    @Test func `supervisors and auditors see the figures for the actuary and take their tables; clerks do not`() async throws {
        try await withDesk(money: MoneyOfTests.parameters) { desk in
            _ = try await desk.employed(from: "2027-05-01")
            _ = try await desk.indebted()
            try await desk.project()
            _ = try await desk.post("/runs", Self.july, as: "supervisor")
            // The figures are asked for after the run only: an answer that took long is kept for a minute.
            try await desk.finish(1)
            for caller in ["supervisor", "auditor"] {
                let page = try await shown("/portfolio/actuary", as: caller, on: desk)
                #expect(page.status == 200 && page.isPage && page.text.contains("Juillet 2027") && page.text.contains("moins d’un mois"))
                #expect(page.text.contains("<svg class=\"chart\"") && !page.text.contains(" style="))
                #expect(try await shown("/portfolio", as: caller, on: desk).text.contains("/portfolio/actuary"))
                for figures in ActuaryQuestion.Figures.allCases {
                    #expect(page.text.contains("/portfolio/actuary/\(figures.rawValue)\""))
                    let table = try await shown("/portfolio/actuary/\(figures.rawValue)", as: caller, on: desk)
                    #expect(table.status == 200 && table.headers["Content-Disposition"]?.contains(figures.fileName) == true)
                    #expect(table.text.split(separator: "\r\n").count > 1)
                }
                let english = try await shown("/portfolio/actuary", as: caller, headers: Self.english, on: desk)
                #expect(english.text.contains("Figures for the actuary"))
            }
            #expect(try await desk.get("/portfolio/actuary?scheme=inconnu", as: "auditor").status == 404)
            #expect(try await desk.get("/portfolio/actuary/other", as: "auditor").status == 404)
            #expect(try await desk.get("/portfolio/actuary", as: "clerk").status == 403)
            let portfolio = try await shown("/portfolio", as: "clerk", on: desk).text
            #expect(portfolio.contains("/portfolio/what-if") && !portfolio.contains("/portfolio/actuary"))
        }
    }
}
