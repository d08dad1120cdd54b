import CivilTime
import Contracts
import Postgres

/// The reminders to be sent to people.
extension PortfolioReading {
    /// Every deadline by due day of which nobody was reminded yet, as known.
    func reminders(dueThrough: Day, to lines: LineOutput) throws {
        worklistHeading(to: lines)
        let (filter, cut) = cut(WorkFilter(dueThrough: dueThrough))
        try deadlines(remindersQuery(dueThrough: filter.dueThrough ?? dueThrough), employer: nil, isOrdered: false, cut: cut, to: lines)
    }

    func remindersQuery(dueThrough: Day) throws -> String {
        // There is no second page: once the first is marked as sent, ask again. A whole answer has a second slice.
        if page?.after != nil, !isSlice { throw PortfolioError.badCursor }
        let cursor = try workCursor
        // A reminder has the due day of its deadline: these bounds keep small what Citus sends to the workers.
        let sentDays = "\(cursor.map { "due_on >= \(date($0.dueOn)) AND " } ?? "")due_on <= \(date(dueThrough))"
        let branches = workBranches(WorkFilter(dueThrough: dueThrough)).filter { $0.kind.isReminded }.map { branch in
            """
            (SELECT d.kind, d.due_on, d.contract_id, d.person, d.relevant_through FROM \(schema).deadline d
            WHERE \(branch.conditions("d")) \(cursor.map { "AND \($0.isBeforeRow("d"))" } ?? "") AND NOT EXISTS (
                SELECT FROM (
                    SELECT contract_id, person, due_on FROM office.reminder_sent
                    WHERE kind = '\(branch.kind.rawValue)' AND sent_at <= \(instant) AND \(sentDays)
                ) s WHERE s.contract_id = d.contract_id AND s.due_on = d.due_on
                    AND s.person = CASE d.person WHEN \(KnownPart.holder) THEN 'holder' ELSE d.person::text END)
            ORDER BY d.due_on, d.contract_id, d.person, d.relevant_through \(limit))
            """
        }
        return """
            SELECT kind, due_on, contract_id, person, relevant_through FROM (
            \(branches.joined(separator: "\nUNION ALL\n"))
            ) w ORDER BY due_on, contract_id, kind, person, relevant_through \(limit)
            """
    }
}

extension WorkKind {
    /// Whether people are reminded of this kind: papers they must send, and their rights that end.
    var isReminded: Bool { self != .childReaching12 }
}
