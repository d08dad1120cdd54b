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
    /// The deadlines that differ between two knowledges, each judged on its own day; in order of due days.
    ///
    /// One that went and one that came, of one kind and about one person, are one that moved. That of a proof does not move: it is the month's.
    static func all(from before: Knowledge, to after: Knowledge) -> [DeadlineChange] {
        var (deadlines, others) = (before.deadlines[...], after.deadlines[...])
        // Most stay as they were: they are passed over before any is judged.
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
        /// Of a proof: the day by which it is due.
        let proofDueOn: Day?

        func change(from before: Waiting?, to after: Waiting?) -> DeadlineChange {
            DeadlineChange(kind: kind, beneficiary: beneficiary, before: before, after: after)
        }
    }

    private struct Entry: Hashable {
        let subject: Subject
        let waiting: Waiting

        /// Those of the deadlines that wait on a day or later, in their order.
        static func waiting(_ deadlines: ArraySlice<Deadline>, asOf day: Day) -> [Entry] {
            deadlines.compactMap { deadline in
                guard let work = deadline.judged(asOf: day)?.kind else { return nil }
                let proofDueOn = deadline.kind == .proof ? deadline.dueOn : nil
                return Entry(
                    subject: Subject(kind: deadline.kind, beneficiary: deadline.beneficiary, proofDueOn: proofDueOn),
                    waiting: Waiting(dueOn: deadline.dueOn, work: work))
            }
        }
    }
}

extension ArraySlice where Element: Equatable {
    /// Drops the elements with which both begin, then those with which both end.
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
