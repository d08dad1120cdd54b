import CivilTime
import Contracts
import FoundationEssentials
import Postgres

extension PortfolioReading {
    /// Who is covered on a day.
    func coverage(on day: Day, employer: String?, state: Cover.State?, to lines: LineOutput) throws {
        try heading(.coverage, to: lines)
        var contract = StoredContract()
        var hasBegun = false
        var count = 0
        var last: UInt128 = 0

        func end() throws {
            guard hasBegun else { return }
            let holder = contract.holder.piece(around: day, asOf: asOf)
            if let state, holder.cover.state != state { return }
            if let page, count == page.limit { throw PageFull(next: UUID(bits: last).text) }
            count += 1
            last = contract.id
            switch format {
            case .ndjson: try writeJSON(contract, on: day, to: lines)
            case .csv, .excelFrench: try writeTable(contract, on: day, to: lines)
            }
        }

        try rows(coverageQuery(on: day, employer: employer, isFiltered: state != nil), employer: employer) { row in
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
    }

    /// - Parameter isFiltered: whether contracts are filtered out after the query: then the query can have no limit.
    func coverageQuery(on day: Day, employer: String?, isFiltered: Bool) throws -> String {
        """
        SELECT k.contract_id, k.version, v.person, v.place, v.relation, v.starts, v.covers, v.dues
        FROM (
            SELECT k.contract_id, width_bucket(\(instant), k.recorded_at) AS version, k.cover_from, k.cover_starts, k.covers, k.dues,
                k.has_beneficiaries
            FROM \(schema).contract k \(employer == nil ? "" : employment(on: date(day)))
            WHERE k.recorded_at[1] <= \(instant) \(try afterPage("k.contract_id")) \(candidates(employer))
                \(employer == nil ? "" : "AND e.employer = current_setting('maintien.employer')")
            ORDER BY k.contract_id \(isFiltered ? "" : limit)
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

    private func writeJSON(_ contract: StoredContract, on day: Day, to lines: LineOutput) throws {
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
        try lines.end(format)
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

    private func writeTable(_ contract: StoredContract, on day: Day, to lines: LineOutput) throws {
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
            try lines.end(format)
        }
    }
}
