import CivilTime
import Contracts
import Postgres

/// People who may be the same person, as work for a clerk. The vault's pairs come after all deadlines of contracts.
///
/// Pairs have no history: a dismissed or resolved pair is missing for every instant. Only the instant at which both people were known is
/// kept.
extension PortfolioReading {
    /// The kind of work of these pairs.
    static let possibleDuplicate = "possibleDuplicate"
    private static let rule = "person.possibleDuplicate"

    /// The prefix of a cursor that points into the list of pairs.
    private static let cursor = "duplicate_"

    /// Whether the page starts among the pairs.
    var beginsWithDuplicates: Bool { page?.after?.hasPrefix(Self.cursor) ?? false }

    /// The pairs, in the order in which they were found.
    ///
    /// - Parameter written: how many lines the page has already.
    func duplicates(dueThrough: Day?, employer: String?, after written: Int, to lines: LineOutput) throws {
        var last: Int64 = 0
        if beginsWithDuplicates {
            guard let number = page?.after.flatMap({ Int64($0.dropFirst(Self.cursor.count)) }), number >= 0 else {
                throw PortfolioError.badCursor
            }
            last = number
        }
        let room = page.map { $0.limit - written }
        var count = 0
        try rows(duplicatesQuery(dueThrough: dueThrough, employer: employer, after: last, room: room), employer: employer) { row in
            count += 1
            if let room, count > room { return }
            last = try row.int64()
            let (id, dueOn) = (try row.uuid(), try row.day())
            let (contract, person, otherContract, other) = (try row.uuid(), try row.uuid(), try row.uuid(), try row.uuid())
            switch format {
            case .ndjson:
                lines.line.raw("{\"kind\":\"possibleDuplicate\",\"contract\":\"")
                lines.line.uuid(contract)
                if person != 0 {
                    lines.line.raw("\",\"beneficiary\":\"")
                    lines.line.uuid(person)
                }
                lines.line.raw("\",\"dueOn\":\"")
                lines.line.day(dueOn)
                lines.line.raw("\",\"rule\":\"person.possibleDuplicate\",\"duplicate\":\"")
                lines.line.uuid(id)
                lines.line.raw("\",\"otherContract\":\"")
                lines.line.uuid(otherContract)
                if other != 0 {
                    lines.line.raw("\",\"otherBeneficiary\":\"")
                    lines.line.uuid(other)
                }
                lines.line.raw("\"}")
            case .csv, .excelFrench:
                lines.cell(format) { $0.name(Self.possibleDuplicate) }
                lines.cell(format) { $0.uuid(contract) }
                lines.cell(format) { if person != 0 { $0.uuid(person) } }
                lines.cell(format) { $0.day(dueOn) }
                lines.cell(format) { $0.name(Self.rule) }
                lines.cell(format) { $0.uuid(id) }
                lines.cell(format) { $0.uuid(otherContract) }
                lines.cell(format) { if other != 0 { $0.uuid(other) } }
            }
            lines.end(format)
        }
        if let room, count > room { throw PageFull(next: "\(Self.cursor)\(last)") }
    }

    /// Reads one pair more than fits: it tells whether another page follows.
    func duplicatesQuery(dueThrough: Day?, employer: String?, after number: Int64, room: Int?) -> String {
        let day = "(found_at AT TIME ZONE 'Europe/Paris')::date"
        let ofEmployer =
            employer == nil
            ? ""
            : """
            AND EXISTS (
                SELECT FROM \(schema).contract k \(employment(on: date(asOf)))
                WHERE k.contract_id IN (duplicate.contract_id, other_contract_id) AND e.employer = current_setting('maintien.employer'))
            """
        return """
            SELECT number, id, \(day), contract_id, CASE person WHEN 'holder' THEN \(KnownPart.holder) ELSE person::uuid END,
                other_contract_id, CASE other_person WHEN 'holder' THEN \(KnownPart.holder) ELSE other_person::uuid END
            FROM vault.duplicate WHERE dismissed_at IS NULL AND number > \(number) AND found_at <= \(instant)
                \(dueThrough.map { "AND \(day) <= \(date($0))" } ?? "") \(ofEmployer) ORDER BY number \(room.map { "LIMIT \($0 + 1)" } ?? "")
            """
    }
}
