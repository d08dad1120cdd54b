public import CivilTime

/// What facts change, before and after: shown before they are recorded.
public struct Changes: Sendable {
    /// Days on which a person's cover changes.
    public struct CoverChange: Sendable {
        /// Whose; `nil` for the holder.
        public let beneficiary: BeneficiaryID?
        /// The days.
        public let period: Period
        /// As it was.
        public let before: Cover
        /// As it would be.
        public let after: Cover
    }

    /// Months in which the flows change.
    public struct CotisationChange: Sendable {
        /// The first month; `nil` without beginning.
        public let from: Month?
        /// The last month; `nil` without end.
        public let through: Month?
        /// As it was.
        public let before: Flows
        /// As it would be.
        public let after: Flows
    }

    /// In order of persons, then of days.
    public let cover: [CoverChange]
    /// In order of months.
    public let cotisation: [CotisationChange]

    /// Nothing changes.
    public static let none = Changes(cover: [], cotisation: [])
}

extension Contract {
    /// What lawful facts, told now and together, would change.
    public func changes(by facts: [Fact]) -> Changes {
        let after = adding(facts)
        return Changes(cover: coverChanges(to: after), cotisation: cotisationChanges(to: after))
    }

    private func coverChanges(to after: Contract) -> [Changes.CoverChange] {
        var changes = Contract.changes(of: nil, from: cover, to: after.cover)
        let known = Dictionary(uniqueKeysWithValues: beneficiaries.map { ($0.id, $0) })
        let then = Dictionary(uniqueKeysWithValues: after.beneficiaries.map { ($0.id, $0) })
        for id in Set(known.keys).union(then.keys).sorted() {
            changes += Contract.changes(
                of: id, from: known[id].map(cover(of:)) ?? Timeline(.none), to: then[id].map(after.cover(of:)) ?? Timeline(.none))
        }
        return changes
    }

    private static func changes(
        of beneficiary: BeneficiaryID?, from before: Timeline<Cover>, to after: Timeline<Cover>
    ) -> [Changes.CoverChange] {
        before.zip(after) { BeforeAfter(before: $0, after: $1) }.pieces.filter { $0.value.before != $0.value.after }
            .map { Changes.CoverChange(beneficiary: beneficiary, period: $0.period, before: $0.value.before, after: $0.value.after) }
    }

    private func cotisationChanges(to after: Contract) -> [Changes.CotisationChange] {
        let before = version == 0 ? MonthLine { _ in (.zero, until: nil) } : dues
        return before.zip(after.dues) { BeforeAfter(before: $0, after: $1) }.runs.filter { $0.value.before != $0.value.after }
            .map { Changes.CotisationChange(from: $0.from, through: $0.through, before: $0.value.before, after: $0.value.after) }
    }
}

/// Two values of one thing.
private struct BeforeAfter<Value: Equatable & Sendable>: Equatable, Sendable {
    let before: Value
    let after: Value
}
