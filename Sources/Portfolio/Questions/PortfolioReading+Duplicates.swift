import CivilTime
import Contracts
import FoundationEssentials
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
        try pairs(dueThrough: dueThrough, employer: employer, after: last, atMost: room.map { $0 + 1 }) { pair in
            count += 1
            if let room, count > room { return }
            last = pair.number
            switch format {
            case .ndjson:
                lines.line.raw("{\"kind\":\"possibleDuplicate\",\"contract\":\"")
                lines.line.uuid(pair.contract)
                if pair.person != 0 {
                    lines.line.raw("\",\"beneficiary\":\"")
                    lines.line.uuid(pair.person)
                }
                lines.line.raw("\",\"dueOn\":\"")
                lines.line.day(pair.dueOn)
                lines.line.raw("\",\"rule\":\"person.possibleDuplicate\",\"duplicate\":\"")
                lines.line.uuid(pair.id)
                lines.line.raw("\",\"otherContract\":\"")
                lines.line.uuid(pair.otherContract)
                if pair.other != 0 {
                    lines.line.raw("\",\"otherBeneficiary\":\"")
                    lines.line.uuid(pair.other)
                }
                lines.line.raw("\"}")
            case .csv, .excelFrench:
                lines.cell(format) { $0.name(Self.possibleDuplicate) }
                lines.cell(format) { $0.uuid(pair.contract) }
                lines.cell(format) { if pair.person != 0 { $0.uuid(pair.person) } }
                lines.cell(format) { $0.day(pair.dueOn) }
                lines.cell(format) { $0.name(Self.rule) }
                lines.cell(format) { $0.uuid(pair.id) }
                lines.cell(format) { $0.uuid(pair.otherContract) }
                lines.cell(format) { if pair.other != 0 { $0.uuid(pair.other) } }
                for _ in 0..<7 { lines.cell(format) { _ in } }
            }
            lines.end(format)
        }
        if let room, count > room { throw PageFull(next: "\(Self.cursor)\(last)") }
    }

    /// How many pairs there are.
    func duplicatesCount(dueThrough: Day?, employer: String?) throws -> Int64 {
        var count: Int64 = 0
        try pairs(dueThrough: dueThrough, employer: employer, after: 0, atMost: nil) { _ in count += 1 }
        return count
    }

    /// Passes the pairs behind a number to `body`, at most `limit`.
    ///
    /// The pairs stand beside the log, and the employers of contracts perhaps on several servers: no statement reads both.
    private func pairs(
        dueThrough: Day?, employer: String?, after number: Int64, atMost limit: Int?, _ body: (DuplicatePair) throws -> Void
    ) throws {
        var (number, left) = (number, limit ?? .max)
        while left > 0 {
            var found: [DuplicatePair] = []
            let most = employer == nil ? limit : Self.pairsAtOnce
            try rows(duplicatesQuery(dueThrough: dueThrough, after: number, limit: most), employer: nil) {
                found.append(try DuplicatePair(&$0))
            }
            var shown = found
            if let employer, !found.isEmpty {
                var theirs: Set<UInt128> = []
                let contracts = Set(found.flatMap { [$0.contract, $0.otherContract] })
                try rows(employersAmong(contracts, employer: employer), employer: employer) { theirs.insert(try $0.uuid()) }
                shown = found.filter { theirs.contains($0.contract) || theirs.contains($0.otherContract) }
            }
            for pair in shown.prefix(left) { try body(pair) }
            left -= min(left, shown.count)
            guard let most, found.count == most, employer != nil, let last = found.last else { return }
            number = last.number
        }
    }

    /// How many pairs are read at once to find those of an employer.
    private static let pairsAtOnce = 500

    func duplicatesQuery(dueThrough: Day?, after number: Int64, limit: Int?) -> String {
        let day = "(found_at AT TIME ZONE 'Europe/Paris')::date"
        return """
            SELECT number, id, \(day), contract_id, CASE person WHEN 'holder' THEN \(KnownPart.holder) ELSE person::uuid END,
                other_contract_id, CASE other_person WHEN 'holder' THEN \(KnownPart.holder) ELSE other_person::uuid END
            FROM vault.duplicate WHERE dismissed_at IS NULL AND number > \(number) AND found_at <= \(instant)
                \(dueThrough.map { "AND \(day) <= \(date($0))" } ?? "") ORDER BY number \(limit.map { "LIMIT \($0)" } ?? "")
            """
    }

    /// Those of some contracts that have the employer on the day on which deadlines are judged.
    func employersAmong(_ contracts: Set<UInt128>, employer: String) -> String {
        let list = contracts.map { "'\(UUID(bits: $0).text)'" }.joined(separator: ", ")
        return """
            SELECT k.contract_id FROM \(schema).contract k \(employment(on: date(asOf)))
            WHERE k.contract_id IN (\(list)) \(isOf(employer))
            """
    }
}
