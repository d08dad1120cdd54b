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
        let (drawn, drawnAfter) = (lines, after.lines)
        // A contract without events has no scheme by which months could be priced.
        let dues = version == 0 ? MonthLine { _ in (.zero, until: nil) } : dues(drawn)
        return Changes(
            cover: Contract.coverChanges(from: judged(drawn), to: after.judged(drawnAfter)),
            cotisation: Contract.cotisationChanges(from: dues, to: after.dues(drawnAfter)))
    }

    /// Each person's cover, the holder's under `nil`.
    private func judged(_ lines: Lines) -> [BeneficiaryID?: Timeline<Cover>] {
        var covers: [BeneficiaryID?: Timeline<Cover>] = [nil: lines.holder.map { $0.cover.judged(asOf: asOf) }]
        for (beneficiary, cover) in zip(lines.beneficiaries, lines.covers) { covers[beneficiary.id] = judged(cover) }
        return covers
    }

    private static func coverChanges(
        from before: [BeneficiaryID?: Timeline<Cover>], to after: [BeneficiaryID?: Timeline<Cover>]
    ) -> [Changes.CoverChange] {
        var persons: [BeneficiaryID?] = Set(before.keys).union(after.keys).compactMap(\.self).sorted()
        persons.insert(nil, at: 0)
        return persons.flatMap { changes(of: $0, from: before[$0] ?? Timeline(.none), to: after[$0] ?? Timeline(.none)) }
    }

    private static func changes(
        of beneficiary: BeneficiaryID?, from before: Timeline<Cover>, to after: Timeline<Cover>
    ) -> [Changes.CoverChange] {
        before.zip(after) { BeforeAfter(before: $0, after: $1) }.pieces.filter { $0.value.before != $0.value.after }
            .map { Changes.CoverChange(beneficiary: beneficiary, period: $0.period, before: $0.value.before, after: $0.value.after) }
    }

    private static func cotisationChanges(from before: MonthLine<Flows>, to after: MonthLine<Flows>) -> [Changes.CotisationChange] {
        before.zip(after) { BeforeAfter(before: $0, after: $1) }.runs.filter { $0.value.before != $0.value.after }
            .map { Changes.CotisationChange(from: $0.from, through: $0.through, before: $0.value.before, after: $0.value.after) }
    }
}

/// Two values of one thing.
private struct BeforeAfter<Value: Equatable & Sendable>: Equatable, Sendable {
    let before: Value
    let after: Value
}
