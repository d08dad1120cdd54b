import CivilTime
import ContractService
import Contracts

/// Everyone's cover, judged on the contract's day.
struct CoverLines {
    let holder: Timeline<Cover>
    private let bornOn: Day?
    private let others: [(beneficiary: Beneficiary, cover: Timeline<Cover>)]

    init(_ contract: Contract) {
        let lines = contract.lines
        let asOf = contract.asOf
        holder = lines.holder.map { $0.cover.judged(asOf: asOf) }
        bornOn = contract.holderBornOn
        others = zip(lines.beneficiaries, lines.covers).map { ($0, contract.judged($1)) }
    }

    private typealias Line = (id: BeneficiaryID?, relation: Relation?, bornOn: Day?, cover: Timeline<Cover>)

    private var all: [Line] {
        [(nil, nil, bornOn, holder)] + others.map { ($0.beneficiary.id, $0.beneficiary.relation, $0.beneficiary.bornOn, $0.cover) }
    }

    /// The people covered on a day, each with the run of covered days around it.
    func people(inForceOn day: Day) -> [PaperContent.PersonCover] {
        all.compactMap { line in
            guard line.cover[day].isInForce else { return nil }
            let days = line.cover.piece(around: day) { $0.isInForce }.period
            return person(
                line, days: days,
                provisional: line.cover.runs(where: { $0.state == .provisional }, in: days) { $0.until.map { $0 > day } ?? true })
        }
    }

    /// The people covered within a period. Each has the days from first to last cover there, and the gaps between.
    func people(inForceWithin period: Period) -> [PaperContent.PersonCover] {
        all.compactMap { line in
            let runs = line.cover.map(\.isInForce).pieces.filter { $0.value }.map(\.period).compactMap { run -> Period? in
                let days = Period(from: max(run.from ?? .distantPast, period.from ?? .distantPast), until: run.until).cut(
                    before: period.until)
                return days.isEmpty ? nil : days
            }
            guard let first = runs.first, let last = runs.last else { return nil }
            let days = Period(from: first.from, until: last.until)
            return person(
                line, days: days, uncovered: line.cover.runs(where: { !$0.isInForce }, in: days),
                provisional: line.cover.runs(where: { $0.state == .provisional }, in: days))
        }
    }

    private func person(_ line: Line, days: Period, uncovered: [Period] = [], provisional: [Period]) -> PaperContent.PersonCover {
        PaperContent.PersonCover(
            person: line.id, relation: line.relation, bornOn: line.bornOn, days: days, uncovered: uncovered, provisional: provisional)
    }
}
