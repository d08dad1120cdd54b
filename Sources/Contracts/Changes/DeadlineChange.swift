public import CivilTime

/// A deadline that came, went or moved.
public struct DeadlineChange: Hashable, Sendable {
    /// A deadline that waits for a clerk.
    public struct Waiting: Hashable, Sendable {
        /// The day by which, or on which, it is due.
        public let dueOn: Day
        /// What a clerk finds on the worklist.
        public let work: WorkKind
    }

    /// What kind of thing waits.
    public let kind: Deadline.Kind
    /// Whom it is about, when it is not the holder.
    public let beneficiary: BeneficiaryID?
    /// The deadline before; `nil` for one that came.
    public let before: Waiting?
    /// The deadline after; `nil` for one that went.
    public let after: Waiting?
}

extension DeadlineChange {
    /// The deadlines that differ between two knowledges, in order of due days. Each knowledge is judged on its own day.
    ///
    /// A deadline that went and one that came are one deadline that moved, when kind and person are the same. A deadline of a month, an absence or an
    /// exemption never moves: on another day it is that of another one.
    static func all(from before: Knowledge, to after: Knowledge) -> [DeadlineChange] {
        var (deadlines, others) = (before.deadlines[...], after.deadlines[...])
        // Most deadlines stay. Passing over equal ones first spares judging and hashing them.
        if before.asOf == after.asOf { deadlines.dropEqualEnds(with: &others) }
        var (went, came) = (Entry.waiting(deadlines, asOf: before.asOf), Entry.waiting(others, asOf: after.asOf))
        let stayed = Set(went).intersection(came)
        went.removeAll { stayed.contains($0) }
        came.removeAll { stayed.contains($0) }
        var waiting = Dictionary(grouping: came, by: \.subject)
        var changes = went.map { gone in
            let follows = waiting[gone.subject]?.isEmpty == false
            return gone.subject.change(from: gone.waiting, to: follows ? waiting[gone.subject]?.removeFirst().waiting : nil)
        }
        changes += came.filter { waiting[$0.subject]?.contains($0) ?? false }.map { $0.subject.change(from: nil, to: $0.waiting) }
        return changes.sorted { ($0.dueOn, $0.kind.place) < ($1.dueOn, $1.kind.place) }
    }

    /// The day by which it is due now or, when it went, was due.
    private var dueOn: Day { after?.dueOn ?? before?.dueOn ?? .distantPast }

    /// What a deadline is about.
    private struct Subject: Hashable {
        let kind: Deadline.Kind
        let beneficiary: BeneficiaryID?
        /// The due day of a deadline that never moves; `nil` for another kind.
        let fixedDay: Day?

        func change(from before: Waiting?, to after: Waiting?) -> DeadlineChange {
            DeadlineChange(kind: kind, beneficiary: beneficiary, before: before, after: after)
        }
    }

    private struct Entry: Hashable {
        let subject: Subject
        let waiting: Waiting

        /// The deadlines that wait on a day or later, in the order given.
        static func waiting(_ deadlines: ArraySlice<Deadline>, asOf day: Day) -> [Entry] {
            deadlines.compactMap { deadline in
                guard let work = deadline.judged(asOf: day)?.kind else { return nil }
                let fixedDay = deadline.kind.isFixed ? deadline.dueOn : nil
                return Entry(
                    subject: Subject(kind: deadline.kind, beneficiary: deadline.beneficiary, fixedDay: fixedDay),
                    waiting: Waiting(dueOn: deadline.dueOn, work: work))
            }
        }
    }
}

extension Deadline.Kind {
    /// Whether a deadline of the kind belongs to a month or to one fact of the holder's standing, so that it never moves.
    fileprivate var isFixed: Bool {
        switch self {
        case .proof, .continuationDeadline, .childReaching12, .exemptionExpiring: true
        case .beneficiaryAgeLimit, .statusExpiring, .mandateMissing: false
        }
    }
}

extension ArraySlice where Element: Equatable {
    /// Drops equal elements from the beginnings of both, then from the ends of both.
    fileprivate mutating func dropEqualEnds(with other: inout ArraySlice) {
        while let first, first == other.first {
            removeFirst()
            other.removeFirst()
        }
        while let last, last == other.last {
            removeLast()
            other.removeLast()
        }
    }
}
