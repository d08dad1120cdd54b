import CivilTime
import Contracts

/// The lanes of a picture, one below the other.
struct LaneStack {
    /// The baseline of the first title.
    static let top = 62

    private(set) var lanes: [Lane] = []
    private let window: PictureWindow
    private let labels: PictureLabels

    init(_ subject: PictureSubject, before: PictureSubject?, window: PictureWindow, labels: PictureLabels) {
        self.window = window
        self.labels = labels
        add(.situation, labels.situation, subject.standing, before: before?.standing) { period, part, standing in
            LanePiece(period, part, PieceLook(standing), texts: labels.standing(standing, period))
        }
        for person in subject.persons(and: before) {
            // Each month of portability has its own proof. The holder's months are separate pieces if they are wide enough.
            let isHolder = person.key == .holder && window.months <= 36
            let earlier = before.map { $0.cover(of: person.key) }
            add(.cover(person.key), person.title, person.cover, before: earlier, byMonth: { isHolder && $0.basis == .portability }) {
                period, part, cover in
                let day = max(period.from ?? window.from, window.from)
                let texts = labels.cover(cover)
                let signed = PieceSign(cover).map { sign in texts.map { "\(sign.rawValue) \($0)" } + [sign.rawValue] }
                return LanePiece(period, part, PieceLook(cover), texts: signed ?? texts, target: .why(person.key, on: day))
            }
        }
        add(.payment, labels.payment, subject.owed(subject.standing), before: before?.owed(subject.standing)) { period, part, owed in
            let day = max(period.from ?? window.from, window.from)
            let target = PictureTarget.month(Month(of: day))
            if owed.flows != .zero {
                return LanePiece(
                    period, part, .payment, employerPixels: owed.flows.employerPixels(of: Lane.barHeight), texts: labels.flows(owed.flows),
                    target: target)
            }
            if owed.isBeforeContract { return LanePiece(period, part, .nothing) }
            return LanePiece(period, part, .nothingDue, texts: labels.flows(owed.flows), target: target)
        }
    }

    private mutating func add<Value>(
        _ kind: Lane.Kind, _ title: String, _ line: Timeline<Value>, before: Timeline<Value>?, byMonth: (Value) -> Bool = { _ in false },
        _ piece: (Period, Range<Position>, Value) -> LanePiece
    ) {
        var pieces: [LanePiece] = []
        for run in line.pieces(in: window) {
            for period in byMonth(run.value) ? run.period.cutByMonth(in: window) : [run.period] {
                if let part = window.span(of: period) { pieces.append(piece(period, part, run.value)) }
            }
        }
        let earlier = before.map { before in
            before.zip(line) { Compared(before: $0, differs: $0 != $1) }.pieces(in: window).filter(\.value.differs)
                .compactMap { run in window.span(of: run.period).map { piece(run.period, $0, run.value.before) } }
        }
        lanes.append(
            Lane(
                kind: kind, titles: FittedLabel.cut(title), pieces: pieces, before: earlier ?? [], top: lanes.last?.nextTop ?? Self.top))
    }
}

/// An earlier value, and whether it differs from the present one.
private struct Compared<Value: Equatable & Sendable>: Equatable, Sendable {
    let before: Value
    let differs: Bool
}

/// The content of the payment lane on a day.
private struct Owed: Equatable {
    let flows: Flows
    /// Nothing is due because the contract has not begun: the piece has no text.
    let isBeforeContract: Bool
}

extension PictureSubject {
    /// The payments of each day's month; days before the contract are marked.
    ///
    /// - Parameter standing: the standing of the present subject, for the earlier payments too: only amounts are compared.
    fileprivate func owed(_ standing: Timeline<ShownStanding>) -> Timeline<Owed> {
        payments.zip(standing) { Owed(flows: $0, isBeforeContract: $0 == .zero && $1.standing == .outside) }
    }

    /// The persons of this subject, then those only in `other`, without any cover.
    func persons(and other: PictureSubject?) -> [Person] {
        let gone = other?.persons.filter { person in !persons.contains { $0.key == person.key } } ?? []
        return persons + gone.map { Person($0.key, title: $0.title, name: $0.name, cover: Timeline(.none)) }
    }

    /// The cover of a person; no cover for an unknown person.
    func cover(of person: PersonKey) -> Timeline<Cover> {
        persons.first { $0.key == person }?.cover ?? Timeline(.none)
    }
}

extension Timeline {
    /// The pieces with a day in the window, in order.
    func pieces(in window: PictureWindow) -> [Piece] {
        var pieces: [Piece] = []
        var day = window.from
        while day < window.until {
            let piece = piece(around: day)
            pieces.append(piece)
            guard let until = piece.period.until else { break }
            day = until
        }
        return pieces
    }
}

extension Period {
    /// The parts of the period, month by month, within the window.
    fileprivate func cutByMonth(in window: PictureWindow) -> [Period] {
        let first = max(from ?? window.from, window.from)
        let last = min(until ?? window.until, window.until).previous
        return (Month(of: first)...Month(of: last)).map { month in
            Period(from: max(first, month.firstDay), until: min(last, month.lastDay).next)
        }
    }
}

extension Flows {
    /// The employer's pixels of a bar. Each side that pays has at least 3.
    func employerPixels(of height: Int) -> Int {
        let employer = employerToInsurer + employerToAgent
        let agent = agentToInsurer - employerToAgent
        guard employer > .zero else { return 0 }
        guard agent > .zero else { return height }
        let share = Int(Int128(employer.cents) * Int128(height) / Int128((employer + agent).cents))
        return min(max(share, 3), height - 3)
    }
}
