import Billing
import CivilTime
import FoundationEssentials
import Postgres

/// Reads entries of the ledger.
extension StoredRows {
    /// Where a page of the ledger ends.
    struct LedgerPlace: Sendable {
        /// Of the event from which on the entry counts.
        let position: Int64
        /// In the entries of that event.
        let place: Int32
    }

    /// Some entries, in order of their numbers. A page reads at most `limit` entries of each event, however many the event has.
    ///
    /// - Parameters:
    ///   - last: where the page before ends; `nil` for the first page.
    ///   - limit: how many entries there may be.
    static func entries(
        _ question: LedgerQuestion, after last: LedgerPlace?, atMost limit: Int, in session: Session
    ) throws -> [(at: LedgerPlace, entry: LedgerEntry)] {
        let heads = try session.query(
            """
            SELECT b.position, e.place, b.source, b.scheme, b.recorded_at, b.number, e.journal, b.numbers[e.journal + 1] + e.place_in_journal,
                e.counts_on, e.happened_on, e.month, e.kind, e.reference
            FROM billing.batch b CROSS JOIN LATERAL (
                SELECT * FROM billing.entry
                WHERE source = b.source AND place > CASE WHEN b.position = \(last?.position ?? 0) THEN \(last?.place ?? 0) ELSE 0 END
                    AND \(sql: days(question)) ORDER BY place LIMIT \(limit)
            ) e
            WHERE b.position >= \(last?.position ?? 0) AND \(sql: condition(question))
                AND EXISTS (SELECT FROM billing.entry WHERE source = b.source AND \(sql: days(question)))
            ORDER BY b.position, e.place LIMIT \(limit)
            """
        ) { try EntryRow($0) }
        let sources = heads.map(\.source)
        let places = heads.map(\.at.place)
        let postings = try session.query(
            """
            SELECT n, p.account, p.employer, p.contract_id, p.amount
            FROM unnest(\(sources), \(places)) WITH ORDINALITY AS e (source, place, n) JOIN billing.posting p USING (source, place)
            ORDER BY n, p.part
            """
        ) { row in
            let account = try LedgerAccount(
                group: try row.value(at: 1), employer: try row.value(at: 2), contract: try row.value(at: 3, as: UUID?.self))
            return (entry: try row.value(at: 0, as: Int.self), posting: Posting(account, Money(cents: try row.value(at: 4))))
        }
        let byEntry = Dictionary(grouping: postings, by: \.entry)
        return try heads.enumerated().map { index, head in
            (head.at, try head.entry(with: (byEntry[index + 1] ?? []).map(\.posting)))
        }
    }

    /// The balances of all accounts before a day.
    static func balances(_ question: LedgerQuestion, before day: Day, in session: Session) throws -> AccountBalances {
        var earlier = question
        (earlier.from, earlier.through) = (nil, day.previous)
        var balances = AccountBalances()
        let postings = try session.query(
            """
            SELECT p.account, p.employer, p.contract_id, sum(p.amount)::bigint
            FROM billing.batch b JOIN billing.entry e USING (source) JOIN billing.posting p USING (source, place)
            WHERE \(sql: condition(earlier)) AND \(sql: days(earlier)) GROUP BY p.account, p.employer, p.contract_id HAVING sum(p.amount) <> 0
            """
        ) { row in
            let account = try LedgerAccount(
                group: try row.value(at: 0), employer: try row.value(at: 1), contract: try row.value(at: 2, as: UUID?.self))
            return Posting(account, Money(cents: try row.value(at: 3)))
        }
        for posting in postings { balances.take(posting) }
        return balances
    }

    /// The position from which on the last entries count; 0 without entries.
    static func ledgerPosition(in session: Session) throws -> Int64 {
        try session.one("SELECT coalesce(max(position), 0) FROM billing.batch", as: Int64.self)
    }

    private static func condition(_ question: LedgerQuestion) -> SQL {
        let scheme: SQL = question.scheme.map { "b.scheme = \($0)" } ?? "true"
        let known: SQL = question.knownAt.map { "b.recorded_at <= \(PostgresTimestamp($0))" } ?? "true"
        return "b.position <= \(question.position) AND \(sql: scheme) AND \(sql: known)"
    }

    /// The condition on entries.
    private static func days(_ question: LedgerQuestion) -> SQL {
        let from: SQL = question.from.map { "counts_on >= \(PostgresDate($0))" } ?? "true"
        let through: SQL = question.through.map { "counts_on <= \(PostgresDate($0))" } ?? "true"
        return "\(sql: from) AND \(sql: through)"
    }

    /// An entry without its postings.
    private struct EntryRow {
        let at: LedgerPlace
        let source: Int64
        let scheme: String
        let recordedAt: Instant
        /// How many entries there were before those of its event.
        let before: Int64
        let journal: Journal
        let numberInJournal: Int64
        let on: Day
        let happenedOn: Day
        let month: Month?
        let paper: LedgerSource

        init(_ row: borrowing Row) throws {
            at = LedgerPlace(position: try row.value(at: 0), place: try row.value(at: 1))
            source = try row.value(at: 2)
            scheme = try row.value(at: 3)
            recordedAt = Instant(microseconds: try row.value(at: 4, as: PostgresTimestamp.self).microsecondsSince1970)
            before = try row.value(at: 5)
            let journals = Journal.allCases
            let journal = Int(try row.value(at: 6, as: Int16.self))
            guard journals.indices.contains(journal) else { throw DamagedRow("there is no journal \(journal)") }
            self.journal = journals[journal]
            numberInJournal = try row.value(at: 7)
            on = Day(try row.value(at: 8, as: PostgresDate.self))
            happenedOn = Day(try row.value(at: 9, as: PostgresDate.self))
            month = try row.value(at: 10, as: PostgresDate?.self).map { Month(of: Day($0)) }
            let (kind, reference) = (try row.value(at: 11, as: String.self), try row.value(at: 12, as: String.self))
            guard let paper = LedgerSource(kind: kind, reference: reference) else {
                throw DamagedRow("no entry records \(kind) \(reference)")
            }
            self.paper = paper
        }

        func entry(with postings: [Posting]) throws -> LedgerEntry {
            guard let balanced = BalancedPostings(postings) else { throw DamagedRow("the entry \(source) \(at.place) does not balance") }
            return LedgerEntry(
                number: Int(before) + Int(at.place), numberInJournal: Int(numberInJournal), on: on, recordedAt: recordedAt,
                draft: LedgerDraft(scheme: scheme, journal: journal, on: happenedOn, month: month, source: paper, postings: balanced))
        }
    }
}

extension LedgerAccount {
    /// The account that a row names.
    fileprivate init(group: String, employer: String?, contract: UUID?) throws {
        let holder = employer.map { AccountHolder.employer($0) } ?? contract.map { .agent(BilledContract(bits: $0.bits)) }
        let all: [LedgerAccount] =
            [.employerPart, .agentPart, .directDebitTransit, .bank, .writeOffLoss]
            + (holder.map { [.receivable($0), .memo($0)] } ?? [])
        guard let account = all.first(where: { $0.group == group && $0.holder == holder }) else {
            throw DamagedRow("there is no account \(group)")
        }
        self = account
    }
}
