import Access
import BillingService
import ContractService
import Contracts
import HTTPTypes
import JSON
import Testing

@testable import HTTPAPI

/// Figures for the actuary, over HTTP.
@Suite(.timeLimit(.minutes(10))) struct ActuaryRoutesTests {
    private func api(failure: (any Error)? = nil) throws -> (TestAPI, ScriptedRuns) {
        let runs = ScriptedRuns(failure: failure)
        var api = try RoleTests.api()
        api.runs = runs
        return (api, runs)
    }

    @Test func `figures come in the form that is asked for`() async throws {
        let (api, runs) = try api()
        let path = "/v1/actuary/arrears"
        let lines = try await api.call(.get, path, as: "auditor")
        #expect(lines.status == 200 && lines.headers["Content-Type"] == "application/x-ndjson")
        #expect(lines.text == #"{"payer":"agent","months":3,"amountCents":1250,"accounts":1}"# + "\n" && lines.headers["X-Known-At"] != nil)
        let array = try await api.call(.get, path, headers: .with("Accept", "application/json"), as: "supervisor")
        #expect(array.json.array?.count == 1)
        let csv = try await api.call(
            .get, path + "?scheme=s&known-at=2027-01-01T00:00:00Z", headers: .with("Accept", "text/csv"), as: "auditor")
        #expect(
            csv.text == "payer,months,amountCents,accounts\r\nagent,3,1250,1\r\n" && csv.headers["X-Known-At"] == "2027-01-01T00:00:00Z")
        #expect(runs.asked.last == "arrears of s at 2027-01-01T00:00:00Z")
        let excel = try await api.call(.get, path + "?format=excel-fr", as: "auditor")
        #expect(excel.text == "\u{FEFF}débiteur;mois depuis l'appel;dû (€);comptes\r\nagent;3;12,50;1\r\n")
        #expect(excel.headers["Content-Disposition"]?.contains("sommes-dues-par-anciennete.csv") == true)
        for figures in ["run-off", "fact-delays"] {
            #expect(try await api.call(.get, "/v1/actuary/\(figures)", as: "auditor").status == 200)
        }
        #expect(runs.asked.suffix(2) == ["run-off of all", "fact-delays of all"])
    }

    @Test func `hostile values are refused before anything is asked, and clerks are not admitted`() async throws {
        let (api, runs) = try api()
        for figures in ["run-off", "arrears", "fact-delays"] {
            for query in [
                "?format=pdf", "?known-at=1", "?known-at=version:7", "?known-at=2027-01-01T00:00:00Z&known-at=2027-01-01T00:00:00Z",
                "?other=1", "?limit=1",
                "?scheme=", "?scheme=\(String(repeating: "x", count: 101))", "?scheme=a&scheme=b",
            ] {
                #expect(try await api.call(.get, "/v1/actuary/\(figures)\(query)", as: "auditor").status == 400, "\(figures)\(query)")
            }
            for role in ["clerk", "employer", "agent", "operator"] {
                #expect(try await api.call(.get, "/v1/actuary/\(figures)", as: role).status == 403)
            }
        }
        #expect(try await api.call(.get, "/v1/actuary/fact-delays?scheme=s", as: "auditor").status == 400)
        #expect(try await api.call(.get, "/v1/actuary/all", as: "auditor").status == 404)
        #expect(runs.asked.isEmpty)
        let (failing, _) = try self.api(failure: ServiceError.refused(.schemeUnknown))
        #expect(try await failing.call(.get, "/v1/actuary/run-off?scheme=x", as: "auditor").status == 422)
        let (busy, _) = try self.api(failure: ServiceError.overloaded(retryAfterSeconds: 1))
        #expect(try await busy.call(.get, "/v1/actuary/run-off", as: "auditor").status == 429)
    }
}
