import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import ServiceTesting
import Testing

@testable import BillingService
@testable import ContractService

/// Runs, ledger and the bank's facts are proved against the log, on a real database.
@Suite(.timeLimit(.minutes(10))) struct MoneyProofTests {
    private static let tables = [
        "bank_fact", "bank_line", "bank_line_settlement", "bank_line_wait", "batch", "credit", "debit", "debit_return",
        "employer_balance", "entry", "file_change", "held", "line", "posting", "prescribed", "resumption",
    ]

    /// What a proof found in a transaction that is not committed.
    private struct Found: Error { let finding: MoneyFinding }

    private func finding(_ office: OfficeUnderTest, by proof: MoneyProof? = nil) async throws -> MoneyFinding {
        try await office.service.database.withSession { session in
            try session.transaction(.readOnlySnapshot) { try (proof ?? office.moneyProof()).finding(in: $0) }
        }
    }

    /// What a proof finds after somebody with every right has changed the database. The change is taken back.
    private func finding(
        _ office: OfficeUnderTest, by proof: MoneyProof? = nil, after change: @escaping @Sendable (Session) throws -> Void
    ) async throws -> MoneyFinding {
        try await office.service.owner.withSession { session in
            do {
                try session.transaction { session in
                    try session.executeScript(
                        """
                        SET LOCAL lock_timeout = 0;
                        SET LOCAL statement_timeout = 0;
                        SET LOCAL idle_in_transaction_session_timeout = 0;
                        SET LOCAL session_replication_role = replica;
                        DO $$
                        DECLARE name text;
                        BEGIN
                            FOR name IN SELECT format('%s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
                                WHERE connamespace = 'billing'::regnamespace AND contype IN ('c', 'p', 'u')
                            LOOP EXECUTE 'ALTER TABLE ' || name; END LOOP;
                            FOR name IN SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                                WHERE c.relnamespace = 'billing'::regnamespace AND i.indisunique
                            LOOP EXECUTE 'DROP INDEX ' || name; END LOOP;
                        END $$;
                        """)
                    try change(session)
                    throw Found(finding: try (proof ?? office.moneyProof()).finding(in: session))
                }
                throw CancellationError()
            } catch let found as Found { return found.finding }
        }
    }

    @Test func `what nobody changed is whole, and every run is made again from the facts`() async throws {
        try await withOffice { office in
            try await office.tellMoneyStory()
            for table in Self.tables { #expect(try await office.count(table) > 0, "the story has no \(table)") }
            let finding = try await finding(office)
            #expect(finding.differences == [] && finding.underOtherFiles == [])
            #expect(finding.runs == 7 && finding.madeAgain == Array(1...7) && finding.bankEvents > 8)
            #expect(try await finding.entries == office.count("entry"))
            let amended = try await office.service.owner.withSession { session in
                try session.one("SELECT count(*) FROM billing.debit WHERE amended", as: Int.self)
            }
            #expect(amended > 0)
            try await EventLog.verify(office.service.database)
        }
    }

    /// A scheme of whose debits two go in a file.
    private static func schemeOfSmallFiles() throws -> ServedScheme {
        let file = MoneyParametersReadingTests.file
        var parameters = try #require(file["parameters"]?.object)
        parameters["directDebitsPerFile"] = [["from": "2026-03-01", "value": 2, "source": "made up", "confirmed": true]]
        return try SchemeReader.read(file.with(["parameters": .object(parameters)]).bytes())
    }

    @Test func `runs are made again in the portions in which they were made, whoever is told of later`() async throws {
        let portion = MoneyProof(schemes: Schemes([OfficeUnderTest.scheme.scheme]), money: [:], digests: [:]).sources.portion
        #expect(portion == RunDesk.portion && RunDesk.portion == 4000)
        let scheme = try Self.schemeOfSmallFiles()
        try await withOffice(schemes: [scheme]) { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            for number in 1...23 { _ = try await office.indebted(reference: "RUM-\(number)") }
            try await office.run(.regular("2026-04"))
            for _ in 0..<23 { _ = try await office.contracts.affiliated() }
            let finding = try await finding(office)
            #expect(finding.differences == [] && finding.madeAgain == [1])
            // Files are entered after the contracts that fill them: other portions give entries another order.
            let other = MoneyProof(
                schemes: office.contracts.schemes, money: office.desk.office.money, digests: office.desk.office.digests, portion: 3)
            #expect(try await self.finding(office, by: other).differences.map(\.table) == ["entry", "posting"])
        }
    }

    @Test(arguments: [41, 42] as [UInt64])
    func `runs of random lives are made again from the facts, of two schemes too`(seed: UInt64) async throws {
        try await withOffice(schemes: [OfficeUnderTest.scheme, OfficeUnderTest.otherScheme]) { office in
            _ = try await ToldLives.tell(80, lives: 10, seed: seed, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            try await office.run(.regular(month))
            try await office.run(.regular(month), of: "littoral-2")
            _ = try await ToldLives.tell(60, lives: 6, seed: seed + 100, beginning: office.service.clock.now(), to: office.service)
            try await office.run(.catchUp)
            try await office.run(.cancelling(3))
            try await office.run(.regular(month.next))
            // What is told later is no part of these runs.
            _ = try await office.contracts.affiliated()
            let finding = try await finding(office)
            #expect(finding.differences == [] && finding.madeAgain == Array(1...5))
        }
    }

    @Test func `rows are proved also without the file of a scheme that a contract names`() async throws {
        try await withOffice(schemes: [OfficeUnderTest.scheme, OfficeUnderTest.otherScheme]) { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await office.indebted()
            try await office.contracts.tell(.affiliate, .affiliation(["scheme": "littoral-2"]), of: ContractID.new())
            try await office.run(.regular("2026-04"))
            let proof = MoneyProof(
                schemes: Schemes([OfficeUnderTest.scheme.scheme]), money: office.desk.office.money, digests: office.desk.office.digests,
                portion: OfficeUnderTest.portion)
            let finding = try await finding(office, by: proof)
            #expect(finding.differences == [] && finding.runs == 1 && finding.madeAgain == [] && finding.underOtherFiles == [1])
        }
    }

    @Test func `a change of any column of any table is found, and named by its run or event`() async throws {
        try await withOffice { office in
            try await office.tellMoneyStory()
            let columns = try await office.service.owner.withSession { session in
                try session.query(
                    """
                    SELECT table_name::text, column_name::text, udt_name::text, is_nullable = 'YES' FROM information_schema.columns
                    WHERE table_schema = 'billing' ORDER BY table_name, ordinal_position
                    """, as: (String, String, String, Bool).self)
            }
            #expect(Set(columns.map(\.0)) == Set(Self.tables))
            for (table, column, type, isNullable) in columns {
                let changed = try #require(Self.other(column, type), "the test knows no other \(type)")
                let holdsValue = try await office.service.owner.withSession { session in
                    try session.one(SQL(unsafe: "SELECT EXISTS (SELECT FROM billing.\(table) WHERE \(column) IS NOT NULL)"), as: Bool.self)
                }
                for value in [changed] + (isNullable && holdsValue ? ["NULL"] : []) {
                    for place in ["min", "max"] {
                        let row = value == "NULL" ? "\(column) IS NOT NULL" : "true"
                        let finding = try await finding(office) { session in
                            try session.executeScript(
                                "UPDATE billing.\(table) SET \(column) = \(value) WHERE ctid = (SELECT \(place)(ctid) FROM billing.\(table) WHERE \(row))"
                            )
                        }
                        #expect(
                            finding.differences.contains { $0.table == table && $0.position != nil && $0.what == .rows },
                            "\(table).\(column) = \(value): \(finding.differences)")
                    }
                }
            }
        }
    }

    /// An expression for another value of a column.
    private static func other(_ column: String, _ type: String) -> String? {
        switch type {
        case "int2", "int4", "int8": "coalesce(\(column), 0) + 1"
        case "text": "coalesce(\(column), '') || 'x'"
        case "date": "coalesce(\(column), '2026-01-01') + 1"
        case "timestamptz": "\(column) + interval '1 microsecond'"
        case "uuid": "gen_random_uuid()"
        case "bool": "NOT \(column)"
        case "_int4", "_int8", "_timestamptz": "\(column) || \(column) || '{\(type == "_timestamptz" ? "2026-01-01" : "1")}'"
        default: nil
        }
    }

    @Test func `a row taken away, told twice or added is found`() async throws {
        try await withOffice { office in
            try await office.tellMoneyStory()
            for table in Self.tables {
                let first = "WHERE ctid = (SELECT min(ctid) FROM billing.\(table))"
                let scripts = [
                    "DELETE FROM billing.\(table) \(first)", "INSERT INTO billing.\(table) SELECT * FROM billing.\(table) \(first)",
                ]
                for script in scripts {
                    let finding = try await finding(office) { try $0.executeScript(script) }
                    #expect(finding.differences.contains { $0.table == table && $0.position != nil }, "\(script): \(finding.differences)")
                }
                let added = try await finding(office) { session in
                    let names = try session.query(
                        """
                        SELECT column_name::text FROM information_schema.columns
                        WHERE table_schema = 'billing' AND table_name = \(table) ORDER BY ordinal_position
                        """, as: String.self)
                    let key = try #require(["source", "position", "run"].first { names.contains($0) })
                    let values = names.map { $0 == key ? "\($0) + 1000000" : $0 }.joined(separator: ", ")
                    try session.executeScript("INSERT INTO billing.\(table) SELECT \(values) FROM billing.\(table) \(first)")
                }
                #expect(added.differences == [MoneyDifference(what: .stray, run: nil, position: nil, table: table)], "\(table)")
            }
        }
    }

    /// Changes a row of a table, and has its event say the hash of what is there then.
    private func forge(
        _ change: String, of table: HashedRows, where key: StaticString, is value: Int64, eventAt position: Int64, in session: Session
    ) throws {
        let before = try StoredHash(table, where: key, is: value, in: session)
        try session.executeScript(change)
        let after = try StoredHash(table, where: key, is: value, in: session)
        #expect(before.hash != after.hash && before.count == after.count)
        try session.executeScript(
            "UPDATE log.event SET payload = replace(payload::text, '\(before.hash)', '\(after.hash)')::json WHERE position = \(position)")
    }

    @Test func `rows that the event says, and the facts do not give, are found`() async throws {
        try await withOffice { office in
            try await office.tellMoneyStory()
            let completion = try #require(try await office.desk.run(3, knownAt: nil).outcome?.completion).position
            func expectFacts(_ table: HashedRows, _ change: String) async throws {
                let found = try await finding(office) { session in
                    try forge(change, of: table, where: "run", is: 3, eventAt: completion, in: session)
                }
                let difference = MoneyDifference(what: .facts, run: 3, position: completion, table: table.rawValue)
                #expect(found.differences.contains(difference), "\(table): \(found.differences)")
            }
            func first(_ table: String) -> String { "WHERE ctid = (SELECT min(ctid) FROM billing.\(table) WHERE run = 3)" }
            try await expectFacts(.line, "UPDATE billing.line SET employer_to_insurer = employer_to_insurer + 1 \(first("line"))")
            try await expectFacts(.held, "UPDATE billing.held SET amount = amount + 1 \(first("held"))")
            try await expectFacts(.held, "UPDATE billing.held SET reason = 'deceased' \(first("held"))")
            try await expectFacts(.debit, "UPDATE billing.debit SET amount = amount - 1 \(first("debit"))")
            try await expectFacts(
                .employerBalance, "UPDATE billing.employer_balance SET amount = 2 * amount \(first("employer_balance"))")
            // There is no earlier debit whose account could be another.
            try await expectFacts(.debit, "UPDATE billing.debit SET amended = true \(first("debit"))")

            let sums = try await finding(office) { session in
                try session.executeScript(
                    "UPDATE log.event SET payload = replace(payload::text, '\"lineCount\":', '\"lineCount\":1')::json WHERE position = \(completion)"
                )
            }
            #expect(sums.differences == [MoneyDifference(what: .sums, run: 3, position: completion, table: nil)])

            // An entry of the bank's.
            let payment = try await office.service.owner.withSession { session in
                try session.one("SELECT position FROM billing.bank_fact WHERE reference = 'VIR-1'", as: Int64.self)
            }
            let bank = try await finding(office) { session in
                try forge(
                    "UPDATE billing.posting SET amount = 2 * amount WHERE source = \(payment)", of: .posting, where: "source", is: payment,
                    eventAt: payment, in: session)
            }
            #expect(
                bank.differences.contains(MoneyDifference(what: .facts, run: nil, position: payment, table: "posting")),
                "\(bank.differences)")

            // The last entry of the ledger is taken away, and its event says that there was none.
            try await office.setClock(to: "2028-06-11T09:00:00Z")
            let body: JSON = ["employer": "0290012E", "amountCents": 100, "on": "2028-06-11", "reference": "VIR-2"]
            let order = try BankOrder(.payment, body, employers: .standard)
            let last = try #require(try await office.desk.record(order, by: BankCaller("clerk")).json["position"]?.integer)
            let removed = try await finding(office) { session in
                for table in ["posting", "entry", "batch"] {
                    try session.executeScript("DELETE FROM billing.\(table) WHERE source = \(last)")
                }
                try session.executeScript(
                    "UPDATE log.event SET payload = (payload::jsonb - 'hashes')::text::json WHERE position = \(last)")
            }
            #expect(removed.differences == [MoneyDifference(what: .facts, run: nil, position: Int64(last), table: "entry")])

            // Another fact gives other lines. `EventLog.verify` finds the fact.
            let script = "UPDATE log.event SET payload = replace(payload::text, '\"0290012E\"', '\"0290013F\"')::json WHERE version = 1"
            let facts = try await finding(office) { try $0.executeScript(script) }
            #expect(facts.differences.contains { $0.what == .facts && $0.run == 1 && $0.table == "line" })
            #expect(!facts.madeAgain.contains(1))

            // Under another file other rows are no damage; without the file nothing is made again.
            let other = try await finding(office, by: office.moneyProof(digests: ["littoral-2026": "b2"])) { try $0.executeScript(script) }
            #expect(other.differences == [] && other.underOtherFiles.contains(1))
            let none = try await finding(office, by: office.moneyProof(money: [:]))
            #expect(none.differences == [] && none.madeAgain == [] && none.underOtherFiles == Array(1...7))
        }
    }

    @Test func `a run of an earlier release says no hash of credits: it has no rows of them, and is made again`() async throws {
        try await withOffice { office in
            try await office.tellMoneyStory()
            let run = try await office.service.owner.withSession { session in
                try session.one("SELECT min(run)::bigint FROM billing.credit", as: Int.self)
            }
            let completion = try #require(try await office.desk.run(run, knownAt: nil).outcome?.completion).position
            let forget =
                "UPDATE log.event SET payload = (payload::jsonb #- '{hashes,credit}')::text::json WHERE position = \(completion)"
            let without = try await finding(office) { session in
                try session.executeScript("\(forget); DELETE FROM billing.credit WHERE run = \(run)")
            }
            #expect(without.differences == [] && without.madeAgain.contains(run))
            let with = try await finding(office) { try $0.executeScript(forget) }
            #expect(with.differences == [MoneyDifference(what: .rows, run: run, position: completion, table: "credit")])
        }
    }

    @Test func `an event that cannot be read is named`() async throws {
        try await withOffice { office in
            try await office.tellMoneyStory()
            let streams = try await office.service.owner.withSession { session in
                try [LogStream.runs, .bank].map { stream in
                    try session.one("SELECT min(position) FROM log.event WHERE contract_id = \(stream.id)", as: Int64.self)
                }
            }
            for position in streams {
                let found = try await finding(office) { session in
                    try session.executeScript("UPDATE log.event SET payload = '{}' WHERE position = \(position)")
                }
                #expect(found.differences.contains(MoneyDifference(what: .event, run: nil, position: position, table: nil)))
            }
        }
    }
}
