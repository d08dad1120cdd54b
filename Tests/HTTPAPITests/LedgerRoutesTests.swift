import Access
import Billing
import BillingService
import ContractService
import HTTPTypes
import JSON
import Testing

@testable import HTTPAPI

/// The ledger and the files of direct debits, over HTTP.
@Suite(.timeLimit(.minutes(10))) struct LedgerRoutesTests {
    private func api(_ log: ScriptedAccessLog = ScriptedAccessLog(), failure: (any Error)? = nil) throws -> (TestAPI, ScriptedRuns) {
        let runs = ScriptedRuns(failure: failure)
        var api = try RoleTests.api()
        api.runs = runs
        api.configuration.accessLog = log
        return (api, runs)
    }

    @Test func `the ledger comes in the form that is asked for`() async throws {
        let (api, runs) = try api()
        let path = "/v1/ledger/entries"
        for (query, type) in [
            ("", "application/x-ndjson"), ("?format=csv", "text/csv; charset=utf-8; header=present"),
            ("?format=beancount&scheme=s", "text/plain; charset=utf-8"),
            ("?format=fec&from=2026-01-01&through=2026-12-31&known-at=2027-01-01T00:00:00Z", "text/tab-separated-values; charset=us-ascii"),
        ] {
            let reply = try await api.call(.get, path + query, as: "auditor")
            #expect(reply.status == 200 && reply.headers["Content-Type"] == type && reply.text == "entries\n")
        }
        #expect(runs.asked.last == "ledger of all 2026-01-01 2026-12-31 fec at 2027-01-01T00:00:00Z")
        for query in ["?format=pdf", "?from=1", "?through=1", "?known-at=1", "?other=1", "?scheme="] {
            #expect(try await api.call(.get, path + query, as: "auditor").status == 400, "\(query)")
        }
        #expect(try await api.call(.get, path, as: "employer").status == 403)
        let (lacking, _) = try self.api(failure: ServiceError.malformed(MalformedField(.missing, at: "/from")))
        let reply = try await lacking.call(.get, path + "?format=fec", as: "auditor")
        #expect(reply.status == 400 && reply.named == "from")
    }

    @Test func `a supervisor takes a file, once the access log has it`() async throws {
        let log = ScriptedAccessLog()
        let (api, runs) = try api(log)
        let path = "/v1/direct-debit-files/R000004F001"
        let reply = try await api.call(.get, path, as: "supervisor")
        #expect(reply.status == 200 && reply.text == "<Document/>" && reply.headers["Content-Type"] == "application/xml")
        #expect(reply.headers["Content-Disposition"] == "attachment; filename=\"R000004F001.xml\"" && runs.asked == ["file R000004F001"])
        #expect(log.readings.map(\.found) == [3] && log.readings.map(\.fields) == [["directDebitFile"]])
        #expect(try await api.call(.get, path, as: "clerk").status == 403)
        let (away, _) = try self.api(ScriptedAccessLog(isAway: true))
        #expect(try await away.call(.get, path, as: "supervisor").status == 503)
        for (failure, status) in [
            (BillingRefusal(.fileUnknown) as any Error, 404), (ServiceError.personErased(), 410), (BillingRefusal(.fileWithdrawn), 422),
            (BillingRefusal(.runInProgress), 409),
        ] {
            let (refusing, _) = try self.api(log, failure: failure)
            #expect(try await refusing.call(.get, path, as: "supervisor").status == status)
        }
        #expect(log.readings.count == 1)
    }
}
