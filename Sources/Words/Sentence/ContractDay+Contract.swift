public import CivilTime
public import Contracts

extension ContractDay {
    /// A birthday or the end of an exemption becomes a warning this many days before, as under *Ce qui presse*.
    public static let noticeDays = 60

    /// The answers of a contract, as known, about a day.
    ///
    /// - Parameters:
    ///   - today: the day of the question, in Paris. It differs from `contract.asOf` when *known at* is in the past.
    ///   - month: the month of the payments; `nil` for the month of the day.
    ///   - adjustment: the amounts to collect or refund for past months, if the caller computed them.
    public init(_ contract: Contract, on day: Day, today: Day, month: Month? = nil, adjustment: Flows? = nil) {
        self.init(on: day, today: today, asOf: contract.asOf, cover: nil, adjustment: adjustment)
        // A contract without events has no scheme.
        guard contract.version > 0 else { return }

        let line = contract.lines.holder
        let piece = line.judgedPiece(around: day, asOf: asOf)
        cover = piece.value
        if let until = piece.period.until, until <= Day.calendar.upperBound {
            through = until.previous
            next = line.judgedPiece(around: until, asOf: asOf).value
        }
        let deciding = contract.coverReasons(on: day).first?.event
        let because = contract.events.first { $0.version == deciding }?.fact
        if piece.value.state == .none {
            let before = piece.period.from.map { line.judgedPiece(around: $0.previous, asOf: asOf).value }
            absence = NoCover(contract, on: day, because: because, next: next, through: through, from: piece.period.from, before: before)
        }
        self.month = MonthDue(contract.cotisation(of: month ?? Month(of: day)), in: contract, besides: piece.value, on: day)
        warnings = contract.warnings(of: self, because: because)
    }
}

extension NoCover {
    /// The reason why a contract gives no cover on a day.
    ///
    /// - Parameters:
    ///   - because: the fact that decided the cover.
    ///   - next: the cover after `through`, the last day without cover.
    ///   - before: the cover before `from`, the first day without cover.
    fileprivate init(_ contract: Contract, on day: Day, because: Fact?, next: Cover?, through: Day?, from: Day?, before: Cover?) {
        switch because {
        case .employmentEnd(let fact): self = .afterEmployment(lastDay: fact.lastDay)
        // The last day of cover counts: a loss of compensation may precede the recorded end.
        case .portabilityEnd, .portabilityStart:
            let days = contract.eligibility(on: day).portability.started?.days
            self = .afterPortability(lastDay: days.flatMap { $0.isEmpty ? nil : $0.through })
        case .exemption: self = .afterExemption(lastDay: before?.state == .exempt ? from?.previous : nil)
        // No fact decides: the contract starts later, or never.
        default:
            guard let next, let first = through?.next else {
                self = .notAffiliated
                return
            }
            self = next.state == .exempt ? .beforeExemption(on: first) : .beforeAffiliation(on: first)
        }
    }
}

extension MonthDue {
    fileprivate init(_ cotisation: Cotisation, in contract: Contract, besides cover: Cover, on day: Day) {
        // If nothing is due, and the cover of the day asked about costs nothing either, the deciding day does not matter to a reader.
        let isFree = cotisation.due == .zero && (cover.basis ?? .portability) == .portability
        let isOther = cotisation.month.contains(day) && contract.cover(on: cotisation.decidedOn).basis != cover.basis && !isFree
        self.init(
            month: cotisation.month, decidedOn: cotisation.decidedOn, isDecidedOnOtherGround: isOther, due: cotisation.due,
            method: cotisation.collection.method)
    }
}
