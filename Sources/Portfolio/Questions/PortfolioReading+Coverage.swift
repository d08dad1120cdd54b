import CivilTime
import Contracts
import FoundationEssentials
import Postgres

extension PortfolioReading {
    /// Who is covered on a day.
    func coverage(on day: Day, employer: String?, state: Cover.State?, to lines: LineOutput) throws {
        heading(.coverage, to: lines)
        var shown = 0
        var lastShown: UInt128 = 0
        var after = try cursor
        // Rows of contracts in other states are read and left out, so a page may need several blocks.
        let most = page.map { state == nil || isSlice ? $0.limit : max($0.limit, Self.filteredBlock) }
        while true {
            let (contracts, next) = try block(of: most, after: after, on: day, employer: employer)
            try contracts.forEach { contract in
                if let state, contract.holder.piece(around: day, asOf: asOf).cover.state != state { return }
                if let page, !isSlice, shown == page.limit { throw PageFull(next: UUID(bits: lastShown).text) }
                shown += 1
                lastShown = contract.id
                switch format {
                case .ndjson: writeJSON(contract, on: day, to: lines)
                case .csv, .excelFrench: writeTable(contract, on: day, to: lines)
                }
            }
            guard let next else { return }
            if isSlice || state == nil { throw PageFull(next: next.text, contracts: contracts.count) }
            after = next
        }
    }

    /// The least number of contracts that are read at once for a page of contracts in one state.
    private static let filteredBlock = 1000

    /// Reads the next contracts, in two statements: the contracts with their holders, and the beneficiaries of those between the first and the last.
    ///
    /// - Parameter most: the most contracts; nil for all.
    /// - Returns: the contracts, and the last of them if another contract follows; ``end`` if another may follow that.
    private func block(
        of most: Int?, after: UUID?, on day: Day, employer: String?
    ) throws -> (CoveredContracts, last: UUID?) {
        let holders = try bufferedRows(
            coveredHoldersQuery(on: day, employer: employer, after: after, limit: most.map { $0 + 1 }), employer: employer)
        let count = min(holders.count, most ?? .max)
        if count == 0 { return (CoveredContracts(count: 0, holders: holders, beneficiaries: BufferedRows()), end) }
        let (first, last) = (UUID(bits: try holders.contract(at: 0)), UUID(bits: try holders.contract(at: count - 1)))
        let beneficiaries = try bufferedRows(
            coveredBeneficiariesQuery(on: day, employer: employer, between: first, and: last), employer: employer)
        return (CoveredContracts(count: count, holders: holders, beneficiaries: beneficiaries), holders.count > count ? last : end)
    }

    /// The contracts known, each with its version and its holder's cover.
    func coveredHoldersQuery(on day: Day, employer: String?, after: UUID?, limit: Int?) -> String {
        """
        SELECT k.contract_id, width_bucket(\(instant), k.recorded_at), \(KnownPart.holder), 0::smallint, NULL::smallint, h.starts, h.covers, h.dues
        FROM \(schema).contract k \(employer == nil ? "" : employment(on: date(day))) \(known(.cover, as: "h"))
        WHERE k.recorded_at[1] <= \(instant) \(self.after(after, "k.contract_id")) \(candidates(employer)) \(isOf(employer))
        ORDER BY k.contract_id \(limit.map { "LIMIT \($0)" } ?? "")
        """
    }

    /// The beneficiaries known of the contracts from `first` to `last`, by contract.
    func coveredBeneficiariesQuery(on day: Day, employer: String?, between first: UUID, and last: UUID) -> String {
        let known = "person > \(KnownPart.holder) AND known_from <= \(instant)"
        let order = "ORDER BY contract_id, person, known_from DESC"
        guard employer != nil else {
            return """
                SELECT DISTINCT ON (contract_id, person) contract_id, person, place, relation, starts, covers, dues FROM \(schema).cover
                WHERE contract_id >= '\(first.text)' AND contract_id <= '\(last.text)' AND \(known) \(order)
                """
        }
        return """
            SELECT k.contract_id, b.person, b.place, b.relation, b.starts, b.covers, b.dues
            FROM \(schema).contract k \(employment(on: date(day))) CROSS JOIN LATERAL (
                SELECT DISTINCT ON (contract_id, person) person, place, relation, starts, covers, dues FROM \(schema).cover
                WHERE k.has_beneficiaries AND contract_id = k.contract_id AND \(known) \(order)
            ) b
            WHERE k.contract_id >= '\(first.text)' AND k.contract_id <= '\(last.text)' \(candidates(employer)) \(isOf(employer))
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
