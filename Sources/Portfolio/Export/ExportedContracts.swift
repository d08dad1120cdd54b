import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// The rows of some contracts, in the tables of contracts.
struct ExportedContracts: Sendable {
    private var contracts: ExportRows
    private var cover: ExportRows
    private var liabilities: ExportRows
    private var employments: ExportRows

    /// The rows of all tables.
    var tables: [ExportRows] { [contracts, cover, liabilities, employments] }

    /// A person's cover: of the holder the option, of a beneficiary the relation.
    private struct PersonPiece: Equatable {
        let cover: PendingCover
        let option: Option?
        let relation: Relation?
    }

    init(_ formats: [ExportFormat]) {
        contracts = ExportRows(.contracts, formats)
        cover = ExportRows(.cover, formats)
        liabilities = ExportRows(.liabilities, formats)
        employments = ExportRows(.employments, formats)
    }

    /// Writes the first lines of CSV files.
    mutating func headings() {
        contracts.heading()
        cover.heading()
        liabilities.heading()
        employments.heading()
    }

    /// Adds a contract.
    ///
    /// - Parameter events: its history up to the position of the export; not empty.
    /// - Throws: `scheme.unknown`.
    mutating func add(_ id: UUID, _ events: [RecordedFact], schemes: Schemes) throws(Refusal) {
        guard let first = events.first, let last = events.last else { return }
        let contract = id.bits
        contracts.uuid(contract)
        contracts.number(last.version)
        contracts.instant(first.recordedAt)
        contracts.instant(last.recordedAt)
        var names: [String] = []
        for name in events.compactMap(\.fact.named.scheme) where !names.contains(name) { names.append(name) }
        contracts.text(names.joined(separator: " "))
        contracts.end()

        var persons: [(id: BeneficiaryID?, line: KnownLine<PersonPiece>)] = [(nil, KnownLine())]
        var months = KnownLine<Situation.Liability>()
        var employer = KnownLine<String?>()
        for (instant, situation) in try Contract.situations(of: events, schemes: schemes) {
            persons[0].line.know(situation.holder.map { PersonPiece(cover: $0.cover, option: $0.option, relation: nil) }, at: instant) {
                add($0, $1, $2, of: nil, in: contract)
            }
            for line in situation.beneficiaries where !persons.contains(where: { $0.id == line.id }) {
                persons.append((line.id, KnownLine()))
            }
            for place in persons.indices.dropFirst() {
                let id = persons[place].id
                let line = situation.beneficiaries.first { $0.id == id }
                let known = line.map { line in line.cover.map { PersonPiece(cover: $0, option: nil, relation: line.relation) } }
                persons[place].line.know(known, at: instant) { add($0, $1, $2, of: id, in: contract) }
            }
            months.know(situation.liabilities.days, at: instant) { add($0, $1, $2, in: contract) }
            employer.know(situation.employer, at: instant) { add($0, $1, $2, in: contract) }
        }
        for person in persons { person.line.finish { add($0, $1, $2, of: person.id, in: contract) } }
        months.finish { add($0, $1, $2, in: contract) }
        employer.finish { add($0, $1, $2, in: contract) }
    }

    private mutating func add(
        _ piece: Timeline<PersonPiece>.Piece, _ knownFrom: Instant, _ knownUntil: Instant?, of person: BeneficiaryID?, in contract: UInt128
    ) {
        cover.uuid(contract)
        if let person { cover.uuid(person.bits) } else { cover.name("holder") }
        cover.name(piece.value.relation?.rawValue)
        cover.day(piece.period.from)
        cover.day(piece.period.through)
        cover.instant(knownFrom)
        cover.instant(knownUntil)
        switch piece.value.cover {
        case .settled(let settled):
            cover.name(settled.state.rawValue)
            cover.name(settled.basis?.rawValue)
            cover.name(piece.value.option?.rawValue)
            cover.day(nil)
        case .unproven(let due):
            cover.name("unproven")
            cover.name(Cover.Basis.portability.rawValue)
            cover.name(piece.value.option?.rawValue)
            cover.day(due)
        }
        cover.end()
    }

    private mutating func add(
        _ piece: Timeline<Situation.Liability>.Piece, _ knownFrom: Instant, _ knownUntil: Instant?, in contract: UInt128
    ) {
        let month = piece.value
        liabilities.uuid(contract)
        liabilities.month(piece.period.from.map(Month.init(of:)))
        liabilities.month(piece.period.through.map(Month.init(of:)))
        liabilities.instant(knownFrom)
        liabilities.instant(knownUntil)
        liabilities.number(month.dayOfMonth)
        liabilities.name(month.standing.rawValue)
        liabilities.number(month.due.employerToInsurer.cents)
        liabilities.number(month.due.agentToInsurer.cents)
        liabilities.number(month.due.employerToAgent.cents)
        liabilities.name(month.collection.method.rawValue)
        liabilities.flag(month.collection.mandateMissing)
        let unconfirmed = month.unconfirmed.names
        liabilities.name(unconfirmed.isEmpty ? nil : unconfirmed.joined(separator: " "))
        liabilities.end()
    }

    private mutating func add(_ piece: Timeline<String?>.Piece, _ knownFrom: Instant, _ knownUntil: Instant?, in contract: UInt128) {
        guard let code = piece.value else { return }
        employments.uuid(contract)
        employments.text(code)
        employments.day(piece.period.from)
        employments.day(piece.period.through)
        employments.instant(knownFrom)
        employments.instant(knownUntil)
        employments.end()
    }
}
