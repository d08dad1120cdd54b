import Access
import CivilTime
import ContractService
import Contracts
import FoundationEssentials
import HTTPAPI
import HTTPTypes
import JSON
import Testing

/// What one caller proposes and another confirms, as the interface has it.
@Suite(.timeLimit(.minutes(10)))
struct ProposalRoutesTests {
    static let rescind = "\(RoleTests.contracts)/rescind"
    static let body = #"{"version": 2, "reason": "too early"}"#

    /// The interface with a caller of each role, another clerk and another supervisor.
    private static func api(_ service: ScriptedService = ScriptedService(), fourEyes: Set<FourEyes> = [.rescind]) throws -> TestAPI {
        var api = try RoleTests.api(service)
        api.configuration.tokens = try Tokens([
            "clerk": Caller(id: "clerk", capacity: .staff([.clerk])), "clerk2": Caller(id: "clerk2", capacity: .staff([.clerk])),
            "supervisor": Caller(id: "supervisor", capacity: .staff([.supervisor])),
            "supervisor2": Caller(id: "supervisor2", capacity: .staff([.supervisor])), "all": Caller(id: "operator", capacity: .local),
        ])
        api.configuration.fourEyes = fourEyes
        return api
    }

    @Test(arguments: ["clerk", "supervisor"])
    func `an annulment waits for another supervisor, is tried first, and runs as if it was sent`(proposer: String) async throws {
        let api = try Self.api()
        let headers = HTTPFields.with("If-Match", "\"7\"")
        let reply = try await api.call(.post, Self.rescind, Self.body, headers: headers, as: proposer)
        #expect(reply.status == 202 && reply.json["state"] == "waiting" && reply.json["proposedBy"] == .string(proposer))
        #expect(reply.json["expiresAt"] == "1970-01-08T00:00:00Z" && reply.json["body"] == ["version": 2, "reason": "too early"])
        let path = try #require(reply.headers["Location"])
        #expect(path == "/v1/proposals/\(reply.json["proposal"]?.string ?? "")")
        #expect(api.service.asked.submissions.map(\.dryRun) == [true])

        let own = try await api.call(.post, "\(path)/confirm", as: proposer)
        #expect(own.status == 403 && own.rule == (proposer == "clerk" ? "access.role" : "proposal.ownHand"))
        let confirmed = try await api.call(.post, "\(path)/confirm", as: "supervisor2")
        #expect(confirmed.status == 201 && confirmed.json == ["version": 1] && confirmed.headers["ETag"] == "\"1-0a1b2c3d\"")
        let again = try await api.call(.post, "\(path)/confirm", as: "all")
        #expect(again.status == 201 && again.json == confirmed.json)
        let run = api.service.asked.submissions.dropFirst()
        #expect(run.count == 2 && run.allSatisfy { !$0.dryRun && $0.caller == "supervisor2" && $0.proposedBy == proposer })
        #expect(Set(run.map(\.idempotencyKey)).count == 1 && run.allSatisfy { $0.idempotencyKey?.contains(" ") == true })
        #expect(run.allSatisfy { $0.expectedVersion == .among([7]) && $0.body == ["version": 2, "reason": "too early"] })
        let read = try await api.call(.get, path, as: proposer).json
        #expect(read["state"] == "confirmed" && read["decidedBy"] == "supervisor2" && read["decidedAt"] == "1970-01-01T00:00:01Z")
    }

    @Test func `who may act alone does, and what annuls nothing waits for nobody`() async throws {
        let without = try Self.api(fourEyes: [])
        #expect(try await without.call(.post, Self.rescind, Self.body, as: "supervisor").status == 201)
        #expect(try await without.call(.post, Self.rescind, Self.body, as: "clerk").status == 202)
        let api = try Self.api()
        #expect(try await api.call(.post, Self.rescind, Self.body, as: "all").status == 201)
        let correct = "\(RoleTests.contracts)/correct"
        let telling = #"{"reason": "", "rescind": [], "commands": [{"command": "resume", "effectiveOn": "2026-07-03"}]}"#
        #expect(try await api.call(.post, correct, telling, as: "clerk").status == 201)
        let annulling = #"{"reason": "", "rescind": [3], "commands": []}"#
        #expect(try await api.call(.post, correct, annulling, as: "clerk").json["operation"] == "correct")
    }

    @Test func `what would be refused now is refused, and not kept`() async throws {
        let api = try Self.api(ScriptedService(refusing: ServiceError.refused(.rescissionTarget)))
        let refused = try await api.call(.post, Self.rescind, Self.body, as: "clerk")
        #expect(refused.status == 422 && refused.rule == "rescission.target")
        let malformed = try await api.call(.post, Self.rescind, #"{"version": 2}"#, as: "clerk")
        #expect(malformed.status == 400 && malformed.named == "/reason")
        #expect(try await api.call(.get, "/v1/proposals", as: "clerk").json == ["proposals": []])
    }

    @Test func `a proposal holds no identity and no IBAN`() async throws {
        let api = try Self.api()
        let mandate =
            #"{"command": "register-mandate", "effectiveOn": "2026-09-01", "iban": "FR7630006000011234567890189", "mandateReference": "R-1", "#
            + #""signedOn": "2026-08-25"}"#
        let body = #"{"reason": "", "rescind": [2], "commands": [\#(mandate)]}"#
        let reply = try await api.call(.post, "\(RoleTests.contracts)/correct", body, as: "clerk")
        #expect(reply.status == 422 && reply.rule == "proposal.personal" && !reply.text.contains("FR76"))
        #expect(try await api.call(.post, "\(RoleTests.contracts)/correct", body, as: "all").status == 201)
    }

    @Test func `a retry under the same key gets its proposal, done or not`() async throws {
        let api = try Self.api()
        let key = HTTPFields.with("Idempotency-Key", "k-1")
        let first = try await api.call(.post, Self.rescind, Self.body, headers: key, as: "clerk")
        let again = try await api.call(.post, Self.rescind, Self.body, headers: key, as: "clerk")
        #expect(again.status == 202 && again.json == first.json && again.headers["Idempotency-Replayed"] == "true")
        let path = try #require(first.headers["Location"])
        #expect(try await api.call(.post, "\(path)/confirm", as: "supervisor").status == 201)
        #expect(try await api.call(.post, Self.rescind, Self.body, headers: key, as: "clerk").json["state"] == "confirmed")
        let other = try await api.call(.post, Self.rescind, #"{"version": 3, "reason": ""}"#, headers: key, as: "clerk")
        #expect(other.status == 422 && other.rule == "idempotency.mismatch")
    }

    @Test func `a clerk sees and withdraws their own alone, a supervisor rejects with a reason`() async throws {
        let api = try Self.api()
        func propose() async throws -> String {
            try #require(try await api.call(.post, Self.rescind, Self.body, as: "clerk").headers["Location"])
        }
        let (withdrawn, rejected) = (try await propose(), try await propose())
        for (method, path) in [(HTTPRequest.Method.get, withdrawn), (.post, "\(withdrawn)/withdraw")] {
            let reply = try await api.call(method, path, as: "clerk2")
            #expect(reply.status == 404 && reply.rule == "proposal.unknown")
        }
        #expect(try await api.call(.get, "/v1/proposals", as: "clerk2").json["proposals"]?.array?.count == 0)
        #expect(try await api.call(.get, "/v1/proposals", as: "supervisor").json["proposals"]?.array?.count == 2)
        let page = try await api.call(.get, "/v1/proposals?limit=1", as: "clerk")
        #expect(page.json["proposals"]?.array?.count == 1 && page.headers["Link"] == "</v1/proposals?limit=1&after=2>; rel=\"next\"")
        #expect(try await api.call(.post, "\(withdrawn)/withdraw", as: "supervisor").rule == "proposal.anothersHand")
        for _ in 0..<2 { #expect(try await api.call(.post, "\(withdrawn)/withdraw", as: "clerk").json["state"] == "withdrawn") }
        let late = try await api.call(.post, "\(withdrawn)/confirm", as: "supervisor")
        #expect(late.status == 409 && late.rule == "proposal.decided")

        for body in ["{}", #"{"reason": ""}"#, #"{"reason": "a\nb"}"#, #"{"reason": "x", "more": 1}"#] {
            #expect(try await api.call(.post, "\(rejected)/reject", body, as: "supervisor").status == 400)
        }
        let personal = try await api.call(.post, "\(rejected)/reject", #"{"reason": "call 06 12 34 56 78"}"#, as: "supervisor")
        #expect(personal.status == 422 && personal.rule == "words.personal" && personal.named == "/reason")
        for _ in 0..<2 {
            let reply = try await api.call(.post, "\(rejected)/reject", #"{"reason": "no"}"#, as: "supervisor")
            #expect(reply.status == 200 && reply.json["state"] == "rejected" && reply.json["reason"] == "no")
        }
        let other = try await api.call(.post, "\(rejected)/reject", #"{"reason": "no"}"#, as: "supervisor2")
        #expect(other.status == 409 && other.rule == "proposal.decided")
        let recorded = api.service.asked.submissions.filter { !$0.dryRun }
        #expect(recorded.isEmpty)
    }

    @Test func `a refusal at confirmation is kept, and told again in either language`() async throws {
        let service = ScriptedService { submission in
            if submission.dryRun { return .later }
            throw ServiceError.refused(.rescissionTarget, conflictsWith: 3, pointer: "/version")
        }
        let api = try Self.api(service)
        let path = try #require(try await api.call(.post, Self.rescind, Self.body, as: "clerk").headers["Location"])
        let first = try await api.call(.post, "\(path)/confirm", as: "supervisor")
        #expect(first.status == 422 && first.named == "/version" && first.json["conflictsWith"] == 3)
        #expect(try await api.call(.post, "\(path)/confirm", as: "supervisor2").json == first.json)
        let english = try await api.call(.post, "\(path)/confirm", headers: .with("Accept-Language", "en"), as: "supervisor")
        #expect(english.json["detail"] != first.json["detail"] && english.json["detail"]?.string?.isEmpty == false)
        #expect(service.asked.submissions.count { !$0.dryRun } == 1)
        let read = try await api.call(.get, path, as: "clerk").json
        #expect(read["state"] == "refused" && read["refusedBy"] == first.json["rule"])
    }

    @Test func `what could not be decided is not decided: the next confirmation runs it, or the service by itself`() async throws {
        let service = ScriptedService { submission in
            if submission.dryRun { return .later }
            throw ServiceError.outcomeUnknown(retryAfterSeconds: 2)
        }
        let away = try Self.api(service)
        let path = try #require(try await away.call(.post, Self.rescind, Self.body, as: "clerk").headers["Location"])
        #expect(try await away.call(.post, "\(path)/confirm", as: "supervisor").status == 503)
        #expect(try await away.call(.get, path, as: "clerk").json["state"] == "confirming")
        #expect(try await away.call(.post, "\(path)/withdraw", as: "clerk").rule == "proposal.decided")
        let proposals = try #require(away.configuration.proposals)
        #expect(try await ProposalDesk(service: service, proposals: proposals).finish() == 1)
        let back = ScriptedService()
        #expect(try await ProposalDesk(service: back, proposals: proposals).finish() == 0)
        #expect(back.asked.submissions.map(\.caller) == ["supervisor"])
        #expect(try await away.call(.get, path, as: "clerk").json["state"] == "confirmed")
    }

    @Test func `one that expired is gone`() async throws {
        var api = try Self.api()
        let request = ProposedRequest(.rescind, path: Self.rescind, contract: RoleTests.own, body: [:])
        let id = UUID()
        api.configuration.proposals = ScriptedProposals([
            ProposedChange(number: 1, id: id, request: request, proposedBy: "clerk", proposedAt: 0, endsAt: 1, state: .expired)
        ])
        for (action, token) in [("confirm", "supervisor"), ("withdraw", "clerk")] {
            let reply = try await api.call(.post, "/v1/proposals/\(id)/\(action)", as: token)
            #expect(reply.status == 410 && reply.rule == "proposal.expired", "\(action)")
        }
        #expect(try await api.call(.post, "/v1/proposals/\(UUID())/confirm", as: "supervisor").status == 404)
        #expect(try await api.call(.post, "/v1/proposals/x/confirm", as: "supervisor").named == "proposal")
    }
}
