import Access
import CivilTime
import ContractService
import Contracts
import FoundationEssentials
@testable import HTTPAPI
import HTTPTypes
import JSON
import Portfolio
import Testing

/// Who may call what: the table of roles, and what each caller is let see.
@Suite(.timeLimit(.minutes(10)))
struct RoleTests {
    static let own = UUID(uuidString: TestAPI.contract)!  // a UUID
    static let other = "0b5f7e12-1111-4222-8333-123456789abc"
    static let contracts = "/v1/contracts/\(TestAPI.contract)"
    private let june = Month("2026-06")!  // a month

    /// The interface with a caller of each role, whose token is the role's name.
    static func api(_ service: ScriptedService = ScriptedService()) throws -> TestAPI {
        let callers = Role.allCases.map { ($0.rawValue, Caller(id: $0.rawValue, capacity: capacity($0))) }
        let tokens = try Tokens(Dictionary(uniqueKeysWithValues: callers))
        return try TestAPI(service) { configuration in
            configuration.sandbox = OperationsTests.Keeper()
            configuration.provider = ScriptedProvider()
            configuration.tokens = tokens
        }
    }

    static func capacity(_ role: Role) -> Capacity {
        switch role {
        case .employer: .employer(code: "0750001A")
        case .agent: .agent(contract: own)
        default: .staff([role])
        }
    }

    /// Who may call each operation: one letter a role, in the order clerk, supervisor, auditor, employer, agent, operator.
    private static let table: [String: String] = [
        "bulk": "cs----", "coverage": "csa-g-", "cotisation": "csaeg-", "eligibility": "csa-g-", "timeline": "csa-g-", "events": "csa-g-",
        "changes": "csa-g-", "facts": "csa-g-", "commands": "csa-g-",
        "scheme": "csaego", "person": "csa-g-", "set-person": "cs--g-", "people": "cs----", "erase-person": "cs----",
        "person-changes": "csa---",
        "access-log": "-sa-g-", "all-coverage": "csa---", "all-cotisations": "csae--",
        "cotisation-totals": "csa---", "worklist": "csa---", "worklist-counts": "csa---", "portfolio-months": "csa---", "what-if": "csa---",
        "feed": "csa---",
        "feed-stream": "csa---", "set-clock": "-s---o",
        "reset-sandbox": "-s---o", "metrics": "-----o", "openapi": "csaego", "docs": "csaego", "dismiss-duplicate": "cs----",
        "proposals": "cs----", "proposal": "cs----",
        "confirm-proposal": "-s----", "withdraw-proposal": "cs----", "reject-proposal": "-s----",
        "make-run": "-s----", "runs": "csa---", "run": "csa---", "run-lines": "csa---", "run-prescribed": "csa---", "run-held": "csa---",
        "run-direct-debits": "csa---", "run-statements": "csa---", "run-statement": "csae--", "calls": "csa-g-",
        "contract-account": "csa-g-",
        "employer-account": "csae--", "record-payment": "cs----", "send-bank-file": "cs----", "record-refund": "cs----",
        "record-write-off": "-s----",
        "return-direct-debit": "cs----", "hand-over-file": "-s----", "withdraw-file": "-s----", "resume-direct-debits": "cs----",
        "settle-bank-line": "cs----",
        "ledger-entries": "csa---", "actuary-run-off": "-sa---", "actuary-fact-delays": "-sa---", "actuary-arrears": "-sa---",
        "direct-debit-file": "-s----",
        "sign-out": "csaego",
    ]

    /// Who may try out each operation that has a dry run of its own, in the same letters; commands have theirs.
    private static let dryRuns = ["make-run": "csa---"]

    @Test func `the document names the roles of the table, operation by operation`() async throws {
        let document = try await Self.api().call(.get, "/openapi.json", as: "clerk").json
        var told: Set<String> = []
        for path in document["paths"]?.object?.members ?? [] {
            for method in (path.value.object?.members ?? []).filter({ $0.key != "parameters" }) {
                let id = try #require(method.value["operationId"]?.string)
                told.insert(id)
                if ["health", "readiness", "sign-in", "sign-in-callback"].contains(id) {
                    #expect(method.value["security"] == [] && method.value["x-roles"] == nil && method.value["responses"]?["403"] == nil)
                    continue
                }
                let isCommand = CommandName(rawValue: id) != nil
                let letters = try #require(Self.table[id] ?? (isCommand ? "cs----" : nil), "\(id) is not in the table of roles")
                #expect(method.value["x-roles"] == Self.names(letters), "\(id)")
                let dryRun = isCommand ? "csa-g-" : Self.dryRuns[id]
                #expect(method.value["x-roles-dry-run"] == dryRun.map(Self.names), "\(id)")
                #expect(method.value["responses"]?["403"]?["$ref"] == "#/components/responses/Forbidden")
                let security: JSON? = ["openapi", "docs", "sign-out"].contains(id) ? [["bearer": []], ["session": []]] : nil
                #expect(method.value["security"] == security)
            }
        }
        #expect(told.isSuperset(of: Self.table.keys))
        #expect(document["components"]?["securitySchemes"]?["session"]?["name"] == "maintien")
    }

    private static func names(_ letters: String) -> JSON {
        .array(zip(letters, Role.allCases).filter { $0.0 != "-" }.map { .string($0.1.rawValue) })
    }

    @Test func `the refusal names the roles that may, in both languages`() async throws {
        let api = try Self.api()
        let french = try await api.call(.post, "/v1/proposals/\(Self.other)/confirm", as: "clerk")
        #expect(french.status == 403 && french.rule == "access.role" && french.json["detail"]?.string?.contains("superviseur") == true)
        let english = try await api.call(.get, "/v1/worklist", headers: .with("Accept-Language", "en"), as: "agent")
        #expect(english.status == 403)
        #expect(english.json["detail"]?.string?.hasSuffix("it takes a clerk or a supervisor or an auditor.") == true)
    }

    @Test func `who calls comes first, then the role, then the path, the method and the body`() async throws {
        let api = try Self.api()
        func status(_ method: HTTPRequest.Method, _ path: String, as token: String, headers: HTTPFields = [:]) async throws -> Int {
            try await api.call(method, path, headers: headers, as: token).status
        }
        #expect(try await status(.get, "/v1/worklist?bad=1", as: "nobody") == 401)
        #expect(try await status(.get, "/v1/worklist?bad=1", as: "agent") == 403)
        #expect(try await status(.head, "/v1/worklist", as: "agent") == 403)
        #expect(try await status(.get, "/v1/worklist?bad=1", as: "auditor") == 400)
        // Whoever may call nothing at a path is not told its methods.
        #expect(try await status(.delete, "/v1/worklist", as: "agent") == 403)
        #expect(try await status(.delete, "/v1/worklist", as: "clerk") == 405)
        #expect(try await status(.delete, "\(Self.contracts)/people/holder", as: "auditor") == 405)
        #expect(try await status(.get, "/nowhere", as: "agent") == 404)
        #expect(try await status(.post, "/v1/commands", as: "auditor", headers: .with("Content-Type", "text/plain")) == 403)
        #expect(try await status(.delete, "/healthz", as: "agent") == 405)
        #expect(api.service.asked.submissions.isEmpty)
    }

    @Test(arguments: ["", "?dry-run=false", "?dry-run=TRUE", "?dry-run=true&dry-run=true", "?dry-run=true&x=1", "?dry%2Drun=false"])
    func `who may only try out records nothing`(query: String) async throws {
        let api = try Self.api()
        for token in ["auditor", "agent", "employer", "operator"] {
            let reply = try await api.call(.post, "\(Self.contracts)/resume\(query)", "{}", as: token)
            #expect(reply.status == 403 && reply.rule == "access.role", "\(token)")
        }
        #expect(api.service.asked.submissions.isEmpty)
    }

    @Test(arguments: ["?dry-run=true", "?dry%2Drun=tr%75e", "?&dry-run=true"])
    func `a dry run is a right of its own`(query: String) async throws {
        let api = try Self.api()
        for token in ["clerk", "supervisor", "auditor", "agent"] {
            for command in ["resume", "rescind"] {
                #expect(
                    try await api.call(.post, "\(Self.contracts)/\(command)\(query)", "{}", as: token).status == 200, "\(token) \(command)")
            }
        }
        for token in ["employer", "operator"] {
            #expect(try await api.call(.post, "\(Self.contracts)/resume\(query)", "{}", as: token).status == 403)
        }
        let asked = api.service.asked.submissions
        #expect(asked.count == 8 && asked.allSatisfy(\.dryRun))
    }

    @Test func `an agent is told of another contract what is told of one that nobody knows, and nobody is asked`() async throws {
        let api = try Self.api()
        let unknown = try await Self.api(ScriptedService(refusing: ServiceError.refused(.contractUnknown)))
        let questions = [
            "coverage?on=2026-06-01", "cotisation?month=2026-06", "eligibility?on=2026-06-01", "timeline", "events", "changes",
            "commands?on=2026-06-01", "people/holder",
        ]
        for question in questions {
            let refused = try await api.call(.get, "/v1/contracts/\(Self.other)/\(question)", as: "agent")
            let nobodys = try await unknown.call(.get, "/v1/contracts/\(Self.other)/\(question)", as: "clerk")
            #expect(refused.status == 404 && refused.text == nobodys.text, "\(question)")
        }
        let tried = try await api.call(.post, "/v1/contracts/\(Self.other)/resume?dry-run=true", "{}", as: "agent")
        let changed = try await api.call(.put, "/v1/contracts/\(Self.other)/people/holder", #"{"email":"a@b.fr"}"#, as: "agent")
        #expect(tried.status == 404 && changed.status == 404 && tried.text == changed.text)
        let asked = api.service.asked
        #expect(asked.submissions.isEmpty && asked.questions.isEmpty && asked.people.isEmpty)
    }

    @Test func `an agent asks for events without names and words, an employer for a month that is theirs`() async throws {
        let api = try Self.api()
        #expect(try await api.call(.get, "\(Self.contracts)/events", as: "agent").headers["ETag"] != nil)
        let month = try await api.call(
            .get, "\(Self.contracts)/cotisation?month=2026-06&compared-with=2026-06-01T00:00:00Z", as: "employer")
        #expect(month.status == 200 && month.headers["ETag"] == nil)
        #expect(
            api.service.asked.questions.map(\.question) == [
                .eventsForHolder,
                .cotisationForEmployer("0750001A", month: june, comparedWith: .instant(Instant(microseconds: 1_780_272_000_000_000))),
            ])
        for query in ["known-at=version:1", "compared-with=version:1"] {
            let counted = try await api.call(.get, "\(Self.contracts)/cotisation?month=2026-06&\(query)", as: "employer")
            #expect(counted.status == 400 && counted.named == String(query.prefix { $0 != "=" }))
        }
    }

    @Test func `an employer asks for the months of their own code only`() async throws {
        var api = try Self.api()
        let portfolio = ScriptedPortfolio()
        api.portfolio = portfolio
        for query in ["", "&employer=0750001A"] {
            #expect(try await api.call(.get, "/v1/cotisations?month=2026-06\(query)", as: "employer").status == 200)
        }
        let other = try await api.call(.get, "/v1/cotisations?month=2026-06&employer=0290012E", as: "employer")
        #expect(other.status == 403 && other.rule == "access.employer" && other.named == "employer")
        #expect(portfolio.asked.map(\.question) == Array(repeating: .cotisationsForEmployer("0750001A", month: june), count: 2))
    }

    @Test func `an auditor sees names, and that there is more`() async throws {
        let identity = JSON.object(["familyName": "Durand", "nir": "285032915600119", "email": "a@b.fr"])
        #expect(identity.masked == ["familyName": "Durand", "nir": "•••", "email": "•••"])
        let api = try Self.api()
        for token in ["clerk", "supervisor", "auditor", "agent"] {
            #expect(try await api.call(.get, "\(Self.contracts)/people/holder", as: token).json == ["familyName": "Durand"])
        }
    }

    @Test func `an agent changes how they are reached, and nothing else`() async throws {
        let api = try Self.api()
        func put(_ body: String, headers: HTTPFields = [:]) async throws -> Reply {
            try await api.call(.put, "\(Self.contracts)/people/holder", body, headers: headers, as: "agent")
        }
        let name = try await put(#"{"email":"a@b.fr","familyName":"Petit"}"#)
        #expect(name.status == 403 && name.rule == "access.field" && name.named == "/familyName")
        #expect(try await put(#"{"email":"a@b.fr"}"#, headers: .with("If-Match", "\"tag-9\"")).status == 412)
        #expect(try await put(#"{"email":"a@b.fr"}"#, headers: .with("If-None-Match", "*")).status == 412)
        #expect(api.service.asked.people.allSatisfy { $0.content == nil })
        #expect(try await put(#"{"email":"a@b.fr","nir":null}"#, headers: .with("If-Match", "\"tag-1\"")).status == 200)
        let set = try #require(api.service.asked.people.last)
        #expect(set.content?["familyName"] == "Durand" && set.content?["email"] == "a@b.fr")
        #expect(api.service.asked.conditions == [.held(tags: ["tag-1"])])
    }

    @Test func `a bulk of who may annul alone annuls`() async throws {
        var api = try Self.api()
        for (token, fourEyes) in [("clerk", []), ("supervisor", []), ("supervisor", [.rescind])] as [(String, Set<FourEyes>)] {
            api.configuration.fourEyes = fourEyes
            let headers = HTTPFields.with("Content-Type", "application/x-ndjson")
            #expect(try await api.call(.post, "/v1/commands", "{}\n", headers: headers, as: token).status == 200)
        }
        #expect(api.service.asked.mayAnnul == [false, true, false])
    }

    @Test func `several roles of one caller add up`() async throws {
        var api = try Self.api()
        api.configuration.tokens = try Tokens(["both": Caller(id: "both", capacity: .staff([.auditor, .operator, .agent]))])
        #expect(try await api.call(.get, "/metrics", as: "both").status == 200)
        #expect(try await api.call(.get, "/v1/worklist", as: "both").status == 200)
        // Nobody of the staff is an agent.
        #expect(try await api.call(.put, "\(Self.contracts)/people/holder", "{}", as: "both").status == 403)
    }
}
