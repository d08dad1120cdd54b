public import CivilTime

/// A deadline that appeared, disappeared or moved.
public struct DeadlineChange: Hashable, Sendable {
    /// A deadline that waits for a clerk.
    public struct Waiting: Hashable, Sendable {
        /// The day by which, or on which, it is due.
        public let dueOn: Day
        /// Its kind of work on the worklist.
        public let work: WorkKind
    }

    /// The kind of deadline.
    public let kind: Deadline.Kind
    /// The beneficiary concerned; `nil` for the holder.
    public let beneficiary: BeneficiaryID?
    /// The deadline before; `nil` if it appeared.
    public let before: Waiting?
    /// The deadline after; `nil` if it disappeared.
    public let after: Waiting?
}

extension DeadlineChange {
    /// The deadlines that differ between two knowledges, in order of due days. Each knowledge is judged on its own day.
    ///
    /// One that disappeared and one that appeared count as one that moved, if kind and person are equal. Deadlines of a month, an absence
    /// or an exemption never move: another due day means another deadline.
    static func all(from before: Knowledge, to after: Knowledge) -> [DeadlineChange] {
        var (deadlines, others) = (before.deadlines[...], after.deadlines[...])
        // Most deadlines are equal: skipping them saves judging and hashing them.
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

    /// The due day after the change; of a deadline that disappeared, the one before.
    private var dueOn: Day { after?.dueOn ?? before?.dueOn ?? .distantPast }

    /// The identity of a deadline.
    private struct Subject: Hashable {
        let kind: Deadline.Kind
        let beneficiary: BeneficiaryID?
        /// The due day, for a kind that never moves; `nil` for other kinds.
        let fixedDay: Day?

        func change(from before: Waiting?, to after: Waiting?) -> DeadlineChange {
            DeadlineChange(kind: kind, beneficiary: beneficiary, before: before, after: after)
        }
    }

    private struct Entry: Hashable {
        let subject: Subject
        let waiting: Waiting

        /// The deadlines that wait on a day or later, in the same order.
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
    /// Whether a deadline of this kind belongs to a month or to one fact, and so never moves.
    fileprivate var isFixed: Bool {
        switch self {
        case .proof, .continuationDeadline, .childReaching12, .exemptionExpiring: true
        case .beneficiaryAgeLimit, .statusExpiring, .mandateMissing: false
        }
    }
}

extension ArraySlice where Element: Equatable {
    /// Drops equal elements from the start of both, then from the end of both.
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
