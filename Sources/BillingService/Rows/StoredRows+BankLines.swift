import CivilTime
import Postgres

/// Keeps until when lines of banks' files wait. The rule is the function `billing.waits`; what follows from it is kept, so that the lines that wait are found
/// without those that are settled.
extension StoredRows {
    /// Lets the lines of which nothing was recorded wait, from the event at a position on.
    static func beginWaits(ofLinesFrom position: Int64, in session: Session) throws {
        try session.execute(
            """
            INSERT INTO billing.bank_line_wait (position, place, found_on)
            SELECT position, place, found_on FROM billing.bank_line WHERE position >= \(position)
            """)
    }

    /// Ends the waits that new events end. The rows of these events must be written.
    ///
    /// - Parameters:
    ///   - references: of new payments, refunds and write-offs.
    ///   - debits: that came back.
    ///   - line: that a clerk settled.
    ///   - first: the position of the first new event.
    ///   - last: the position of the last one.
    static func endWaits(
        under references: [String] = [], of debits: [String] = [], with line: BankLineID? = nil, since first: Int64, through last: Int64,
        in session: Session
    ) throws {
        // Lines under the reference of one that is settled can be settled by what is recorded already: less must be reached for them.
        let isSettled: SQL =
            if let line {
                """
                l.position = \(line.position) AND (l.place = \(line.place) OR l.reference = (
                    SELECT reference FROM billing.bank_line WHERE position = \(line.position) AND place = \(line.place)))
                """
            } else {
                "l.reference = ANY (\(references)) OR l.end_to_end_id = ANY (\(debits))"
            }
        try session.execute(
            """
            UPDATE billing.bank_line_wait w SET until = (
                SELECT min(c.position) FROM (
                    SELECT position FROM billing.bank_fact WHERE reference = l.reference AND position BETWEEN \(first) AND \(last)
                    UNION ALL
                    SELECT position FROM billing.debit_return
                    WHERE end_to_end_id = l.end_to_end_id AND position BETWEEN \(first) AND \(last)
                    UNION ALL
                    SELECT position FROM billing.bank_line_settlement WHERE position BETWEEN \(first) AND \(last)
                ) c WHERE NOT billing.waits(l, c.position))
            FROM billing.bank_line l
            WHERE (\(sql: isSettled)) AND w.position = l.position AND w.place = l.place AND w.until IS NULL AND NOT billing.waits(l, \(last))
            """)
    }

    /// How many lines of an event have a right wait: it ends with the first event by which the line waits no more.
    static func rightWaits(ofLinesAt position: Int64, foundOn day: Day, in session: Session) throws -> Int {
        try session.one(
            """
            SELECT count(*) FROM billing.bank_line l JOIN billing.bank_line_wait w USING (position, place)
            WHERE l.position = \(position) AND w.found_on = \(PostgresDate(day))
                AND CASE WHEN w.until IS NULL THEN billing.waits(l, \(Int64.max))
                    ELSE billing.waits(l, w.until - 1) AND NOT billing.waits(l, w.until) END
            """, as: Int.self)
    }
}
