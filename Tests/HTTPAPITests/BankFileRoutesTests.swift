import Access
import Billing
import BillingService
import Dispatch
import HTTPTypes
import JSON
import Testing

@testable import HTTPAPI

/// A bank's file over HTTP.
@Suite(.timeLimit(.minutes(10))) struct BankFileRoutesTests {
    private func api(failure: (any Error)? = nil) throws -> (TestAPI, ScriptedRuns) {
        let runs = ScriptedRuns(failure: failure)
        var api = try RoleTests.api()
        api.runs = runs
        return (api, runs)
    }

    private static let xml = HTTPFields.with("Content-Type", "application/xml")

    @Test func `clerks and supervisors send it, and it is read to its end`() async throws {
        for role in Role.allCases.map(\.rawValue) {
            let (api, runs) = try api()
            let reply = try await api.call(.post, "/v1/bank-files", "<Document/>", headers: Self.xml, as: role)
            let may = ["clerk", "supervisor"].contains(role)
            #expect(reply.status == (may ? 200 : 403), "\(role)")
            #expect(runs.asked == (may ? ["file of 11 bytes by \(role)"] : []))
            if may { #expect(reply.json == ["messageId": "BANK-1"]) }
        }
    }

    @Test func `another type, and a query, are refused before it is read`() async throws {
        let (api, runs) = try api()
        for type in ["text/plain", "application/json", "application/xml; charset=latin1"] {
            let reply = try await api.call(.post, "/v1/bank-files", "<Document/>", headers: .with("Content-Type", type), as: "clerk")
            #expect(reply.status == 415, "\(type)")
        }
        #expect(try await api.call(.post, "/v1/bank-files?dry-run=true", "<Document/>", headers: Self.xml, as: "clerk").status == 400)
        #expect(runs.asked.isEmpty)
    }

    @Test func `a refusal has its status and its rule`() async throws {
        let (api, _) = try api(failure: BillingRefusal(.runInProgress))
        let reply = try await api.call(.post, "/v1/bank-files", "<Document/>", headers: Self.xml, as: "clerk")
        #expect(reply.status == 409 && reply.rule == "run.inProgress")
    }

    @Test func `pieces come in their order, few wait, and an end with an error is told to who takes them`() async throws {
        struct Gone: Error {}
        let bytes = ArrivingBytes()
        let putting = Task {
            for number in 0..<100 where !(await bytes.put([UInt8(number)])) { return false }
            bytes.end(.failure(Gone()))
            return true
        }
        let taken = await withCheckedContinuation { continuation in
            DispatchQueue(label: "taking").async {
                var taken: [UInt8] = []
                while let piece = try? bytes.next() { taken += piece }
                continuation.resume(returning: taken)
            }
        }
        #expect(await putting.value && taken == Array(0..<100))
        #expect(throws: Gone.self) { try bytes.next() }
    }

    @Test func `who puts pieces that nobody takes any more is told so`() async throws {
        let bytes = ArrivingBytes()
        let putting = Task {
            var count = 0
            while await bytes.put([1]) { count += 1 }
            return count
        }
        bytes.close()
        #expect(await putting.value <= 6)
    }
}
