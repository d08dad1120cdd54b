import CivilTime
import Contracts
import FoundationEssentials
import JSON
import Postgres
import Testing

@testable import ContractService
@testable import Portfolio

/// The same person twice is told to who writes them, and on the worklist until somebody has looked.
@Suite(.timeLimit(.minutes(10))) struct DuplicateTests {
    private static func named(_ family: String, _ given: String?, nir: String? = nil) -> JSON {
        var identity: JSON.Object = ["familyName": .string(family)]
        identity["givenNames"] = given.map { .string($0) }
        identity["nir"] = nir.map { .string($0) }
        return .object(identity)
    }

    private static let nir = "285032915600119"

    /// Affiliates a new contract; returns it with the notices of the answer.
    private static func affiliate(
        _ identity: JSON?, bornOn: String = "1985-03-14", on service: ContractService
    ) async throws -> (contract: ContractID, notices: JSON?) {
        let contract = ContractID.new()
        let acceptance = try await service.tell(.affiliate, PeopleSearchTests.affiliation(identity, bornOn: bornOn), of: contract)
        return (contract, try JSON(parsing: acceptance.bytes)["notices"])
    }

    private static func notice(_ contract: ContractID, _ person: String = "holder") -> JSON {
        ["kind": "possibleDuplicate", "contract": .string("\(contract)"), "person": .string(person)]
    }

    @Test(arguments: [
        // The same NIR, whatever else.
        (named("Durand", "Camille", nir: nir), named("Martin", "Odile", nir: nir), "1985-03-14", true),
        (named("Durand", "Camille", nir: nir), named("Martin", "Odile", nir: nir), "1990-01-01", true),
        // The same names and day, however they are written; a part of a family name is enough.
        (named("Le Goff-Kerbrat", "Sigolène Marie"), named("KERBRAT", "sigolene"), "1985-03-14", true),
        (named("Durand", "Camille", nir: nir), named("Durand", "Camille"), "1985-03-14", true),
        // Twins; another day; people whom the register tells apart; no given name.
        (named("Durand", "Camille"), named("Durand", "Claude"), "1985-03-14", false),
        (named("Durand", "Camille"), named("Durand", "Camille"), "1985-03-15", false),
        (named("Durand", "Camille", nir: nir), named("Durand", "Camille", nir: "114022915600140"), "1985-03-14", false),
        (named("Durand", nil), named("Durand", nil), "1985-03-14", false),
        (named("Durand", "Camille"), named("Durandal", "Camille"), "1985-03-14", false),
    ])
    func `two are one by their NIR, or by their names and day of birth`(first: JSON, second: JSON, day: String, areOne: Bool) async throws {
        try await withService { made in
            let (known, none) = try await Self.affiliate(first, on: made.contracts)
            #expect(none == nil)
            let (_, notices) = try await Self.affiliate(second, bornOn: day, on: made.contracts)
            #expect(notices == (areOne ? [Self.notice(known)] : nil))
        }
    }

    @Test func `it is told within one contract, in a bulk, in a correction and in a replay, not in a dry run, and never in the log`()
        async throws
    {
        try await withService { made in
            let service = made.contracts
            let identity = Self.named("Kerbrat", "Sigolène", nir: Self.nir)
            let (first, _) = try await Self.affiliate(identity, on: service)
            let child: JSON = PeopleTests.child.with(["identity": identity])
            #expect(try await service.tell(.addBeneficiary, child, of: first, dryRun: true).body["notices"] == nil)
            #expect(try await service.tell(.addBeneficiary, child, of: first, key: "k").body["notices"] == [Self.notice(first)])
            #expect(try await service.tell(.addBeneficiary, child, of: first, key: "k").body["notices"] == [Self.notice(first)])
            let beneficiary = Self.notice(first, "5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33")
            let lines = [identity, Self.named("Petit", "Zoé")].enumerated().map { number, identity in
                SpokenLine(contract: .new(), command: .affiliate, body: PeopleSearchTests.affiliation(identity)).line(number)
            }
            let answers = try await service.submitAll(lines, caller: "clerk").map { try $0.outcome.get().body["notices"] }
            #expect(answers == [[beneficiary, Self.notice(first)], nil])
            let events = try await made.owner.withSession { session in
                try session.one("SELECT string_agg(payload::text, ' ') FROM log.event", as: String.self)
            }
            #expect(!events.contains("uplicate"))
        }
    }

    @Test func `the worklist tells a pair until it is dismissed, and again when an identity changes`() async throws {
        try await withService { made in
            #expect(made.clock.set("2026-11-20T09:00:00Z"))
            let service = made.contracts
            let portfolio = PortfolioUnderTest(made)
            let identity = Self.named("Kerbrat", "Sigolène", nir: Self.nir)
            let (first, _) = try await Self.affiliate(identity, on: service)
            let (second, _) = try await Self.affiliate(nil, on: service)
            try await portfolio.catchUp()
            func pairs() async throws -> [JSON] { try await portfolio.lines(.duplicates(dueThrough: nil)) }
            #expect(try await pairs().isEmpty)
            // A person who is written without a command.
            _ = try await service.setPerson(.holder, of: second, to: identity)
            let pair = try #require(try await pairs().first)
            let ids = [pair["contract"]?.string, pair["otherContract"]?.string].compactMap(\.self).sorted()
            #expect(ids == ["\(first)", "\(second)"].sorted() && pair["kind"] == "possibleDuplicate" && pair["beneficiary"] == nil)
            #expect(pair["dueOn"] == .string("\(made.clock.now().parisDay)") && pair["rule"] == "person.possibleDuplicate")
            #expect(try await portfolio.lines(.worklist(kind: nil, dueThrough: nil)).last == pair)
            #expect(try await portfolio.lines(.worklist(kind: .mandateMissing, dueThrough: nil)).allSatisfy { $0["duplicate"] == nil })
            #expect(try await portfolio.lines(.duplicates(dueThrough: "2020-01-01")).isEmpty)

            let id = try #require(UUID(uuidString: pair["duplicate"]?.string ?? ""))
            let reason = try StatedReason(body: ["reason": "known"])
            #expect(try await service.dismissDuplicate(id, reason: reason, by: "clerk-1"))
            #expect(try await service.dismissDuplicate(id, reason: try StatedReason(body: ["reason": "other"]), by: "clerk-2"))
            #expect(try await !service.dismissDuplicate(UUID(), reason: reason, by: "clerk-1"))
            let kept = try await made.owner.withSession { session in
                try session.query("SELECT dismissed_by, reason FROM vault.duplicate", as: (String, String).self).map { "\($0.0) \($0.1)" }
            }
            #expect(kept == ["clerk-1 known"])
            #expect(try await pairs().isEmpty)
            // The same identity again, or another way to reach them: nothing to ask again.
            _ = try await service.setPerson(.holder, of: second, to: identity.with(["phone": "+33 2 98 00 00 00"]))
            #expect(try await pairs().isEmpty)
            _ = try await service.setPerson(.holder, of: second, to: Self.named("Kerbrat", "Odile", nir: Self.nir))
            #expect(try await pairs().count == 1)
            _ = try await service.setPerson(.holder, of: second, to: Self.named("Kerbrat", "Odile"))
            #expect(try await pairs().isEmpty)
            // Born on another day, as the log tells it.
            _ = try await service.setPerson(.holder, of: second, to: Self.named("Kerbrat", "Sigolène"))
            #expect(try await pairs().count == 1)
        }
    }

    @Test func `pages hold every line once, pairs behind the rest, and tables have their columns`() async throws {
        try await withService { made in
            #expect(made.clock.set("2026-11-20T09:00:00Z"))
            let portfolio = PortfolioUnderTest(made)
            for _ in 0..<4 { _ = try await Self.affiliate(Self.named("Kerbrat", "Sigolène", nir: Self.nir), on: made.contracts) }
            try await portfolio.catchUp()
            let all = try await portfolio.lines(.worklist(kind: nil, dueThrough: nil))
            #expect(all.count { $0["kind"] == "possibleDuplicate" } == 6)
            for size in 1...7 {
                #expect(try await portfolio.pages(.worklist(kind: nil, dueThrough: nil), knownAt: made.clock.now(), of: size) == all)
                #expect(
                    try await portfolio.pages(.duplicates(dueThrough: nil), knownAt: made.clock.now(), of: size) == all.suffix(6))
            }
            for (format, separator) in [(PortfolioFormat.csv, Character(",")), (.excelFrench, ";")] {
                let table = try await portfolio.text(.worklist(kind: nil, dueThrough: nil), format: format).split(separator: "\r\n")
                let widths = table.map { $0.split(separator: separator, omittingEmptySubsequences: false).count }
                #expect(table.count == all.count + 1 && Set(widths) == [15])
            }
            await #expect(throws: PortfolioError.badCursor) {
                try await portfolio.lines(.duplicates(dueThrough: nil), page: Inquiry.Page(after: "duplicate_x", limit: 5))
            }
            // Only what was known then, of what nobody dismissed since.
            let before = Instant(microseconds: made.clock.now().microseconds - 3_600_000_000)
            #expect(try await portfolio.lines(.duplicates(dueThrough: nil), knownAt: before).isEmpty)
        }
    }

    @Test func `what more than fifty share is no sign`() async throws {
        try await withService { made in
            for _ in 0..<53 { _ = try await Self.affiliate(Self.named("Inconnu", "Inconnu"), on: made.contracts) }
            let told = try await made.owner.withSession { session in
                try session.query(
                    """
                    SELECT count(*) FROM vault.person p JOIN vault.duplicate d
                    ON (p.contract_id, p.person) IN ((d.contract_id, d.person), (d.other_contract_id, d.other_person)) GROUP BY p.contract_id
                    """, as: Int.self)
            }
            // The fifty-first has fifty others, the next one more.
            #expect(told.count == 51 && told.allSatisfy { $0 == 50 })
        }
    }

    @Test func `reindexing finds the pairs of people who were kept before`() async throws {
        try await withService { made in
            let service = made.contracts
            for _ in 0..<3 { _ = try await Self.affiliate(Self.named("Kerbrat", "Sigolène", nir: Self.nir), on: service) }
            _ = try await Self.affiliate(Self.named("Durand", "Camille"), on: service)
            // As an earlier version of the service left them.
            try await made.owner.withSession { session in
                try session.executeScript("UPDATE vault.record SET nir_token = NULL, name_tokens = NULL; DELETE FROM vault.duplicate")
            }
            #expect(try await PeopleIndex(database: made.database, vault: made.vault).fill(all: false) { _, _ in } == 4)
            let count = try await made.owner.withSession { try $0.one("SELECT count(*) FROM vault.duplicate", as: Int.self) }
            #expect(count == 3)
            // What is gone from the vault is in no pair.
            try await made.owner.withSession { session in
                try session.executeScript(
                    "DELETE FROM vault.person WHERE contract_id = (SELECT contract_id FROM vault.duplicate ORDER BY number LIMIT 1)")
            }
            let left = try await made.owner.withSession { try $0.one("SELECT count(*) FROM vault.duplicate", as: Int.self) }
            #expect(left == 1)
        }
    }
}
