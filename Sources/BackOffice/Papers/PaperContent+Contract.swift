import CivilTime
import ContractService
import Contracts
import Words

extension PaperContent {
    /// The content of a paper about a contract as known.
    ///
    /// - Parameter on: the day; for a statement, a day of its month.
    init(_ kind: PaperKind, of id: ContractID, _ contract: Contract, on day: Day) throws(PaperRefusal) {
        // A contract without events has no scheme.
        guard contract.version > 0 else { throw .unknown }
        self.init(
            kind: kind, contract: id, on: kind == .statement ? Month(of: day).firstDay : day, scheme: contract.schemeName(on: day))
        let lines = CoverLines(contract)
        switch kind {
        case .cover:
            try cover(lines, contract)
        case .card:
            try cover(lines, contract)
            let card = contract.eligibility(on: day).services.first { $0.service.name == ServiceName.thirdPartyPayment.rawValue }
            guard card?.available == true else { throw .noCard }
            // A card is valid within one year.
            let year = Day(year: day.components.year + 1, month: 1, day: 1)
            validity = Period(from: day, until: people.first?.days.until).cut(before: year)
            remoteTransmission = contract.remoteTransmission(on: day)
        case .endOfCover: try endOfCover(lines)
        case .portability:
            let right = contract.eligibility(on: day).portability
            guard let started = right.started, !started.days.isEmpty else { throw .noPortability(missing: right.missing) }
            portability = Portability(days: started.days, months: started.months, proofs: started.proofs)
            people = lines.people(inForceWithin: started.days)
            isProvisional = started.proofs.contains { $0.state != .proven }
        case .statement:
            let month = Month(of: day)
            let cotisation = contract.cotisation(of: month)
            guard ![.outside, .exempt, .ended].contains(cotisation.standing) else { throw .notAffiliated }
            statement = Statement(
                month: month, decidedOn: cotisation.decidedOn, lines: cotisation.lines, due: cotisation.due,
                collection: cotisation.collection, unconfirmed: cotisation.unconfirmed)
            isProvisional = !cotisation.unconfirmed.isEmpty
        }
    }

    private mutating func cover(_ lines: CoverLines, _ contract: Contract) throws(PaperRefusal) {
        guard lines.holder[on].isInForce else { throw .notCovered }
        people = lines.people(inForceOn: on)
        option = contract.option(on: on)
        isProvisional = people.contains { !$0.provisional.isEmpty }
    }

    /// The last day of the cover on the day of the paper or, without one, of the last cover before it.
    private mutating func endOfCover(_ lines: CoverLines) throws(PaperRefusal) {
        var day = on
        var run = lines.holder.piece(around: day) { $0.isHeld }
        if !run.value {
            guard let from = run.period.from, from > Day.calendar.lowerBound else { throw .neverCovered }
            day = from.previous
            run = lines.holder.piece(around: day) { $0.isHeld }
        }
        guard let until = run.period.until, until <= Day.calendar.upperBound else { throw .notEnded }
        var last = until.previous
        let end = lines.holder.piece(around: last) { $0.isInForce }
        if !end.value {
            guard let from = end.period.from, from > run.period.from ?? from else { throw .endPending }
            last = from.previous
        }
        lastDay = last
        resumesOn = lines.holder.piece(around: until, of: { $0.isHeld }).period.until
        people = lines.people(inForceWithin: Period(from: run.period.from, through: last))
        isProvisional = lines.holder.pieces.contains { piece in
            (piece.value.state == .provisional || piece.value.state == .lapsed) && run.period.contains(piece.period.from ?? last)
        }
    }
}

extension Cover {
    /// Whether the person is covered, or would be if a late proof arrived.
    fileprivate var isHeld: Bool { isInForce || state == .lapsed }
}

extension Timeline<Cover> {
    /// The runs of days with a matching cover that overlap a period, cut to the period.
    func runs(where isSuch: (Cover) -> Bool, in period: Period, _ isWanted: (Period) -> Bool = { _ in true }) -> [Period] {
        map { isSuch($0) }.pieces.filter(\.value).compactMap { piece in
            let days = Period(from: max(piece.period.from ?? .distantPast, period.from ?? .distantPast), until: piece.period.until)
                .cut(before: period.until)
            return !days.isEmpty && isWanted(days) ? days : nil
        }
    }
}
