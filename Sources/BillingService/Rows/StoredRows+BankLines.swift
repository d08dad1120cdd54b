import CivilTime
import Postgres

/// Until when lines of banks' files wait. The rule is the function `billing.waits`, and triggers keep what follows from it: so the lines that wait are found
/// without those that are settled.
extension StoredRows {
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
