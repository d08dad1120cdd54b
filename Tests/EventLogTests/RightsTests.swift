import DatabaseSchema
import EventLog
import FoundationEssentials
import Postgres
import PostgresTesting
import Testing

/// Each role may do what stands here, and nothing else: every right to every table, column and function is tried.
@Suite(.timeLimit(.minutes(10))) struct RightsTests {
    /// The tables of a version of the projections.
    private static let projections = ["contract", "cover", "liability", "employment", "deadline", "cover_piece", "liability_run"]
    private static let billing = [
        "line", "prescribed", "held", "debit", "batch", "entry", "posting", "bank_fact", "debit_return", "file_change", "resumption",
        "credit", "bank_line", "bank_line_settlement", "bank_line_wait", "employer_balance",
    ]
    private static let codes = ["cover_code", "option_code", "standing_code", "method_code", "deadline_code"]

    /// By role: what it may do with which tables, the columns in parentheses where it is not all of them.
    private static let tables: [String: [String: String]] = [
        "maintien_service": [
            "maintien.deployment": "SELECT", "maintien.migration": "SELECT", "log.event": "INSERT SELECT",
            "log.idempotency": "INSERT SELECT", "log.idempotency_bound": "SELECT",
            "log.head": "SELECT UPDATE(position,hash,recorded_at)", "log.identity": "SELECT", "vault.master_key": "INSERT SELECT",
            "vault.person": "INSERT SELECT", "vault.record": "INSERT SELECT UPDATE", "vault.earlier_record": "SELECT",
            "vault.duplicate": "SELECT UPDATE(dismissed_at,dismissed_by,reason)",
            "vault.erasure": "SELECT", "vault.epoch": "SELECT", "vault.paper_key": "INSERT SELECT", "office.reminder_sent": "INSERT SELECT",
            "portfolio.version": "SELECT UPDATE(made_by,position,recorded_at)", "portfolio_1.contract": "DELETE INSERT SELECT UPDATE",
            "portfolio_1.cover": "DELETE INSERT SELECT", "portfolio_1.liability": "DELETE INSERT SELECT",
            "portfolio_1.employment": "DELETE INSERT SELECT", "portfolio_1.deadline": "DELETE INSERT SELECT UPDATE",
            "portfolio_1.cover_piece": "SELECT", "portfolio_1.liability_run": "SELECT", "portfolio.turn": "SELECT",
        ].merging(codes.map { ("portfolio.\($0)", "SELECT") } + billing.map { ("billing.\($0)", "INSERT SELECT") }) { $1 }
            .merging(["billing.bank_line_wait": "INSERT SELECT UPDATE(until)"]) { $1 },
        "maintien_questions": [
            "maintien.deployment": "SELECT", "maintien.migration": "SELECT", "log.event": "SELECT", "log.head": "SELECT",
            "log.identity": "SELECT", "portfolio.version": "SELECT", "portfolio.turn": "SELECT", "vault.duplicate": "SELECT",
            "office.reminder_sent": "SELECT",
        ].merging(
            codes.map { ("portfolio.\($0)", "SELECT") } + projections.map { ("portfolio_1.\($0)", "SELECT") }
                + billing.map { ("billing.\($0)", "SELECT") }
        ) { $1 },
        "maintien_people": [
            "maintien.deployment": "SELECT", "maintien.migration": "SELECT", "log.event": "SELECT(contract_id)",
            "log.identity": "SELECT(restored_at)", "vault.master_key": "INSERT SELECT",
            "vault.person": "INSERT SELECT", "vault.record": "INSERT SELECT UPDATE", "vault.earlier_record": "SELECT",
            "vault.erasure": "SELECT", "vault.epoch": "SELECT", "access.reading": "SELECT", "access.reading_head": "SELECT",
            "access.caller": "INSERT SELECT UPDATE(roles)",
            "access.agent": "DELETE INSERT SELECT UPDATE", "access.api_key": "INSERT SELECT UPDATE(revoked_at,revoked_by)",
            "access.session": "DELETE INSERT SELECT UPDATE",
            "access.proposal": "INSERT SELECT UPDATE(decided_at,decided_by,outcome,reason,refusal)",
        ],
        "maintien_auditor": [
            "maintien.deployment": "SELECT", "maintien.migration": "SELECT", "log.event": "SELECT", "log.head": "SELECT",
            "log.identity": "SELECT", "log.idempotency": "SELECT", "log.idempotency_bound": "SELECT", "access.reading": "SELECT",
            "access.reading_head": "SELECT",
            "access.proposal": "SELECT",
            "vault.erasure": "SELECT", "vault.epoch": "SELECT", "office.reminder_sent": "SELECT", "portfolio.version": "SELECT",
        ].merging(billing.map { ("billing.\($0)", "SELECT") }) { $1 },
        "maintien_eraser": [:],
    ]

    /// By role: the functions that run with the rights of their owner, or change something. The others, which reckon, are for everybody.
    private static let functions: [String: Set<String>] = [
        "maintien_service": [
            "log.begin_incarnation_if_moved()", "portfolio.create_version()", "portfolio.create_version(bytea)",
            "portfolio.index_version(integer)", "portfolio.drop_version(integer)", "portfolio.take_into_use(integer)",
            "portfolio.begin_change(integer)", "portfolio.require_settled(integer)", "vault.first_erasure_damage()",
            "log.drop_keys(integer)",
        ],
        "maintien_questions": ["maintien.standby_lag()", "portfolio.require_settled(integer)"],
        "maintien_auditor": ["vault.first_erasure_damage()"],
        "maintien_people": ["access.record(json)", "access.drop_months(integer)", "access.drop_proposals(integer)"],
        "maintien_eraser": ["vault.erase(uuid,integer)"],
    ]

    /// Functions that read nothing but what they are given, or what the caller may read.
    private static let reckoning: Set<String> = [
        "log.link(bytea,bytea,bytea)", "log.chain(bytea,bytea)", "log.home()", "log.refuse_change()", "log.refuse_head()",
        "billing.waits(billing.bank_line,bigint)", "billing.begin_waits()", "billing.end_waits()", "access.hashed(text)",
        "vault.hash(bytea,vault.erasure)",
        "access.hash(bytea,access.reading)", "access.first_damage()",
    ]

    @Test(arguments: [1, 16])
    func `every role has its rights to tables and columns, and no other`(parts: Int) async throws {
        try await withLog(isSandbox: false) { log in
            if parts > 1 { try await log.owner.withSession { try EventLog.move(intoParts: parts, in: $0) } }
            let found = try await log.owner.withSession { session in
                try session.query(
                    """
                    SELECT role, table_name, string_agg(privilege || columns, ' ' ORDER BY privilege) FROM (
                        SELECT r.role, n.nspname || '.' || c.relname AS table_name, p.privilege,
                            CASE WHEN has_table_privilege(r.role, c.oid, p.privilege) THEN ''
                                WHEN p.privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') THEN (
                                    SELECT '(' || string_agg(a.attname, ',' ORDER BY a.attname <> 'position', a.attname) || ')' FROM pg_attribute a
                                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                                        AND has_column_privilege(r.role, c.oid, a.attnum, p.privilege)) END AS columns
                        FROM unnest(\(Self.tables.keys.sorted())::text[]) AS r (role), pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
                            unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege)
                        WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                            AND \(sql: Self.isOwn("pg_class", "c"))
                    ) AS rights
                    WHERE columns IS NOT NULL GROUP BY role, table_name
                    """, as: (String, String, String).self)
            }
            for (role, expected) in Self.tables {
                let rights = Dictionary(uniqueKeysWithValues: found.filter { $0.0 == role }.map { ($0.1, Self.sorted($0.2)) })
                #expect(rights == expected.mapValues(Self.sorted), "\(role)")
            }
        }
    }

    /// The columns of each right in alphabetical order.
    private static func sorted(_ rights: String) -> String {
        rights.split(separator: " ").map { right in
            let parts = right.split(whereSeparator: { "()".contains($0) })
            return parts.count == 1 ? String(right) : "\(parts[0])(\(parts[1].split(separator: ",").sorted().joined(separator: ",")))"
        }.joined(separator: " ")
    }

    @Test func `every role runs its functions, and no other`() async throws {
        try await withLog(isSandbox: false) { log in
            let found = try await log.owner.withSession { session in
                try session.query(
                    """
                    SELECT r.role, n.nspname || '.' || p.proname || '(' || replace(pg_get_function_identity_arguments(p.oid), ', ', ',') || ')'
                    FROM unnest(\(Self.tables.keys.sorted())::text[]) AS r (role), pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                    WHERE n.nspname !~ '^(pg_|information_schema)' AND has_function_privilege(r.role, p.oid, 'EXECUTE')
                        AND \(sql: Self.isOwn("pg_proc", "p"))
                    """, as: (String, String).self)
            }
            for (role, expected) in Self.functions {
                let names = Set(found.filter { $0.0 == role }.map { Self.withoutNames($0.1) })
                #expect(names.subtracting(Self.reckoning) == expected, "\(role)")
            }
        }
    }

    /// A condition: no extension brought the object, such as Citus its own views and functions, which anyone may use.
    private static func isOwn(_ catalog: String, _ object: String) -> SQL {
        SQL(
            unsafe: "NOT EXISTS (SELECT FROM pg_depend WHERE classid = '\(catalog)'::regclass AND objid = \(object).oid AND deptype = 'e')")
    }

    /// A function's name with the types of its arguments alone.
    private static func withoutNames(_ function: String) -> String {
        let parts = function.split(separator: "(", omittingEmptySubsequences: false)
        let types = parts[1].dropLast().split(separator: ",").map { $0.split(separator: " ").last.map(String.init) ?? "" }
        return "\(parts[0])(\(types.joined(separator: ",")))"
    }

    @Test func `no role creates anything, in no schema`() async throws {
        // Not a copy of a template: a copy does not have the rights to its database.
        try await withDatabase { made in
            let owner = Database(made.configuration, connections: 1)
            try await owner.withSession { _ = try Migrator().migrate(in: $0) }
            for role in Self.tables.keys.sorted() {
                var configuration = made.configuration
                configuration.role = role
                let database = Database(configuration, connections: 1)
                for statement in [
                    "CREATE TEMPORARY TABLE t ()", "CREATE TABLE public.t ()", "CREATE TABLE log.t ()", "CREATE TABLE vault.t ()",
                    "CREATE TABLE portfolio.t ()", "CREATE TABLE portfolio_1.t ()", "CREATE TABLE maintien.t ()",
                    "CREATE TABLE access.t ()", "CREATE TABLE office.t ()", "CREATE TABLE billing.t ()",
                    "CREATE SCHEMA s", "CREATE ROLE r", "CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                    "SELECT lo_create(0)", "SELECT lo_creat(-1)", "SELECT lo_from_bytea(0, '')", "CREATE DATABASE d",
                ] {
                    let error = await #expect(throws: PostgresError.self, "\(role): \(statement)") {
                        try await database.withSession { try $0.executeScript(statement) }
                    }
                    #expect(error?.sqlState == .insufficientPrivilege, "\(role): \(statement)")
                }
                await database.shutdown()
            }
            await owner.shutdown()
        }
    }

    @Test(arguments: [
        "UPDATE log.head SET position = 0", "UPDATE log.head SET recorded_at = NULL", "UPDATE log.head SET hash = ''",
        "UPDATE log.head SET recorded_at = recorded_at - interval '1 s'", "UPDATE log.head SET recorded_at = recorded_at + interval '1 s'",
        "UPDATE log.head SET position = position + 1, recorded_at = now() + interval '2 min'",
        "UPDATE log.head SET position = position + 1, recorded_at = recorded_at - interval '1 s'",
        "UPDATE log.head SET position = position + 1, recorded_at = 'infinity'", "UPDATE log.event SET recorded_at = now()",
        "UPDATE portfolio.version SET state = 'retired'", "SELECT portfolio.drop_version(1)", "SELECT portfolio.take_into_use(7)",
        "DELETE FROM portfolio.version", "INSERT INTO portfolio.version (version, state) VALUES (2, 'building')",
    ])
    func `the service moves the head forward alone, and takes no projections out of use`(statement: String) async throws {
        try await withLog(isSandbox: false) { log in
            _ = try await log.append(.events(to: UUID(), at: 0), now: .present)
            await #expect(throws: PostgresError.self) { try await log.service.withSession { try $0.executeScript(statement) } }
            _ = try await log.append(.events(to: UUID(), at: 0), now: .present)
            #expect(try await log.page().count == 2)
        }
    }

    @Test(arguments: [
        "SELECT vault.erase('0a5f7e12-1111-4222-8333-123456789abc', 1)", "SELECT vault.erase(contract_id, version) FROM log.event",
        "DELETE FROM vault.person", "UPDATE vault.person SET wrapped_key = ''", "DELETE FROM vault.record",
        "DELETE FROM vault.earlier_record",
        "UPDATE log.idempotency SET fingerprint = ''", "DELETE FROM log.idempotency",
        "UPDATE log.idempotency_bound SET gone_before = now()",
        "INSERT INTO vault.erasure VALUES (1, now(), 'x', gen_random_uuid(), 'holder', 1, '')", "DELETE FROM vault.erasure",
    ])
    func `nobody destroys what is kept of a person of whom no event says that they are erased`(statement: String) async throws {
        try await withLog(isSandbox: false) { log in
            let contract = UUID(uuidString: "0a5f7e12-1111-4222-8333-123456789abc")!  // a UUID
            _ = try await log.append(.events(to: contract, at: 0), now: .present)
            try await log.asOwner("INSERT INTO vault.person VALUES ('\(contract)', 'holder', '')")
            for role in Self.tables.keys.sorted() {
                var configuration = log.configuration
                configuration.role = role
                let database = Database(configuration, connections: 1)
                let error = await #expect(throws: PostgresError.self, "\(role)") {
                    try await database.withSession { try $0.executeScript(statement) }
                }
                #expect(error?.sqlState == .insufficientPrivilege, "\(role)")
                await database.shutdown()
            }
            #expect(try await log.owner.withSession { try $0.one("SELECT count(*) FROM vault.person", as: Int.self) } == 1)
        }
    }

    @Test func `another version is taken into use when it has come as far`() async throws {
        try await withLog(isSandbox: false) { log in
            _ = try await log.append(.events(to: UUID(), at: 0), now: .present)
            try await log.service.withSession { session in
                try session.executeScript("UPDATE portfolio.version SET position = 1; SELECT portfolio.create_version()")
            }
            await #expect(throws: PostgresError.self) {
                try await log.service.withSession { try $0.executeScript("SELECT portfolio.take_into_use(2)") }
            }
            try await log.service.withSession { session in
                try session.executeScript("UPDATE portfolio.version SET position = 1; SELECT portfolio.take_into_use(2)")
            }
            let states = try await log.owner.withSession { session in
                try session.query("SELECT state FROM portfolio.version ORDER BY version", as: String.self)
            }
            #expect(states == ["previous", "current"])
        }
    }
}
