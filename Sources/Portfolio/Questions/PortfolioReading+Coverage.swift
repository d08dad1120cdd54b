import CivilTime
import Contracts
import FoundationEssentials
import Postgres

extension PortfolioReading {
    /// Who is covered on a day.
    func coverage(on day: Day, employer: String?, state: Cover.State?, to lines: LineOutput) throws {
        heading(.coverage, to: lines)
        var contract = StoredContract()
        var hasBegun = false
        var count = 0
        var lastShown: UInt128 = 0

        func end() throws {
            guard hasBegun else { return }
            let holder = contract.holder.piece(around: day, asOf: asOf)
            if let state, holder.cover.state != state { return }
            if let page, !isSlice, count == page.limit { throw PageFull(next: UUID(bits: lastShown).text) }
            count += 1
            lastShown = contract.id
            switch format {
            case .ndjson: writeJSON(contract, on: day, to: lines)
            case .csv, .excelFrench: writeTable(contract, on: day, to: lines)
            }
        }

        let last = try lastOfSlice(on: day, employer: employer)
        try rows(coverageQuery(on: day, employer: employer, isFiltered: state != nil, through: last), employer: employer) { row in
            let id = try row.uuid()
            let version = try row.int32()
            if !hasBegun || contract.id != id {
                try end()
                contract.begin(id, version: version)
                hasBegun = true
            }
            try contract.readPerson(&row)
        }
        try end()
        if let last { throw PageFull(next: last.text) }
    }

    /// The last contract of the slice; nil when no other contract follows, or when all or a page is read.
    private func lastOfSlice(on day: Day, employer: String?) throws -> UUID? {
        guard isSlice else { return nil }
        var last: UUID?
        try rows(lastOfSliceQuery(on: day, employer: employer), employer: employer) { last = UUID(bits: try $0.uuid()) }
        return last
    }

    /// Counts contracts, also those that were not known: so an index alone answers it.
    func lastOfSliceQuery(on day: Day, employer: String?) throws -> String {
        """
        SELECT k.contract_id FROM \(schema).contract k \(employer == nil ? "" : employment(on: date(day)))
        WHERE true \(try afterPage("k.contract_id")) \(candidates(employer))
            \(employer == nil ? "" : "AND e.employer = current_setting('maintien.employer')")
        ORDER BY k.contract_id \(page.map { "OFFSET \($0.limit - 1) LIMIT 1" } ?? "LIMIT 0")
        """
    }

    /// - Parameters:
    ///   - isFiltered: whether contracts are filtered out after the query: then the query can have no limit.
    ///   - last: the last contract of a slice.
    func coverageQuery(on day: Day, employer: String?, isFiltered: Bool, through last: UUID? = nil) throws -> String {
        """
        SELECT k.contract_id, k.version, v.person, v.place, v.relation, v.starts, v.covers, v.dues
        FROM (
            SELECT k.contract_id, width_bucket(\(instant), k.recorded_at) AS version, k.cover_from, k.cover_starts, k.covers, k.dues,
                k.has_beneficiaries
            FROM \(schema).contract k \(employer == nil ? "" : employment(on: date(day)))
            WHERE k.recorded_at[1] <= \(instant) \(try afterPage("k.contract_id"))
                \(last.map { "AND k.contract_id <= '\($0.text)'" } ?? "") \(candidates(employer))
                \(employer == nil ? "" : "AND e.employer = current_setting('maintien.employer')")
            ORDER BY k.contract_id \(isFiltered || isSlice ? "" : limit)
        ) k CROSS JOIN LATERAL (
            SELECT \(KnownPart.holder) AS person, 0::smallint AS place, NULL::smallint AS relation, h.starts, h.covers, h.dues
            FROM \(known(.cover, as: "h"))
            UNION ALL
            (SELECT DISTINCT ON (person) person, place, relation, starts, covers, dues FROM \(schema).cover
            WHERE k.has_beneficiaries AND contract_id = k.contract_id AND person > \(KnownPart.holder) AND known_from <= \(instant)
            ORDER BY person, known_from DESC)
        ) v
        ORDER BY k.contract_id
        """
    }

    private func writeJSON(_ contract: StoredContract, on day: Day, to lines: LineOutput) {
        head(contract.id, version: contract.version, "on", to: lines) { $0.day(day) }
        lines.line.raw(",\"holder\":{")
        writePiece(of: contract.holder, isHolder: true, on: day, to: lines)
        lines.line.raw("},\"beneficiaries\":[")
        var isFirst = true
        for person in contract.beneficiaries {
            lines.line.raw(isFirst ? "{\"beneficiary\":\"" : ",{\"beneficiary\":\"")
            isFirst = false
            lines.line.uuid(person.person)
            lines.line.raw("\",\"relation\":\"")
            lines.line.name(Codes.relations[Int(person.relation)].rawValue)
            lines.line.raw("\",")
            writePiece(of: person, isHolder: false, on: day, to: lines)
            lines.line.raw("}")
        }
        lines.line.raw("]}")
        lines.end(format)
    }

    private func writePiece(of person: StoredCover, isHolder: Bool, on day: Day, to lines: LineOutput) {
        let (cover, period, option) = person.piece(around: day, asOf: asOf)
        lines.line.raw("\"state\":\"")
        lines.line.name(cover.state.rawValue)
        lines.line.raw("\",\"basis\":")
        lines.line.quoted(cover.basis?.rawValue)
        if isHolder {
            lines.line.raw(",\"option\":")
            lines.line.quoted(option?.rawValue)
        }
        lines.line.raw(",\"from\":")
        lines.line.quoted(period.from)
        lines.line.raw(",\"through\":")
        lines.line.quoted(period.through)
    }

    private func writeTable(_ contract: StoredContract, on day: Day, to lines: LineOutput) {
        for person in [contract.holder] + contract.beneficiaries {
            let (cover, period, option) = person.piece(around: day, asOf: asOf)
            let isHolder = person.person == 0
            lines.cell(format) { $0.uuid(contract.id) }
            lines.cell(format) { $0.day(day) }
            lines.cell(format) { $0.name(knownAtText) }
            lines.cell(format) { $0.number(contract.version) }
            lines.cell(format) { if isHolder { $0.raw("holder") } else { $0.uuid(person.person) } }
            lines.cell(format) { if !isHolder { $0.name(Codes.relations[Int(person.relation)].rawValue) } }
            lines.cell(format) { $0.name(cover.state.rawValue) }
            lines.cell(format) { $0.name(cover.basis?.rawValue ?? "") }
            lines.cell(format) { $0.name(option?.rawValue ?? "") }
            lines.cell(format) { $0.dayIfAny(period.from) }
            lines.cell(format) { $0.dayIfAny(period.through) }
            lines.end(format)
        }
    }
}
