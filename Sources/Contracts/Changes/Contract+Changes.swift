import CivilTime

extension Contract {
    /// The changes that lawful facts would make if they were recorded now, together.
    public func changes(by facts: [Fact]) -> Changes {
        let before = Knowledge(of: self)
        var after = before
        after.follow(adding(facts), from: Reach(of: facts))
        return Changes(from: before, to: after, within: Reach(of: facts))
    }

    /// The changes from an earlier knowledge of the contract to this one.
    ///
    /// - Parameter before: the same contract, at another instant or with other facts; `nil` while it was unknown.
    public func changes(since before: Contract?) -> Changes {
        Changes(from: before.map { Knowledge(of: $0) } ?? .none, to: Knowledge(of: self), within: .everything)
    }
}

extension Changes {
    /// The differences between two knowledges.
    ///
    /// - Parameter reach: the aspects that may differ, and the first day on which they may. Everything else must be equal. Unless `reach`
    ///   is everything, both knowledges must be judged on the same day.
    init(from before: Knowledge, to after: Knowledge, within reach: Reach) {
        cover = reach.touches(.cover) ? Changes.cover(from: before, to: after, since: reach.from) : []
        options = reach.touches(.holder) ? Changes.options(from: before, to: after, since: reach.from) : []
        employers = reach.touches(.employer) ? Changes.employers(from: before, to: after, since: reach.from) : []
        cotisation = reach.touches(.cotisation) ? Changes.cotisation(from: before, to: after, since: reach.from) : []
        rights = reach.touches(.cover) ? Changes.rights(from: before, to: after, since: reach.from) : []
        deadlines = reach.touches(.deadlines) ? DeadlineChange.all(from: before, to: after) : []
    }

    private static func cover(from before: Knowledge, to after: Knowledge, since day: Day) -> [CoverChange] {
        func changes<Value>(
            of person: BeneficiaryID?, _ one: Timeline<Value>, _ other: Timeline<Value>, _ cover: (Value) -> PendingCover
        ) -> [CoverChange] {
            func seenBefore(_ value: Value) -> Cover { cover(value).judged(asOf: before.asOf) }
            func seenAfter(_ value: Value) -> Cover { cover(value).judged(asOf: after.asOf) }
            return other.differences(from: one, since: day, seenBefore: seenBefore, seenAfter: seenAfter).map { difference in
                let first = difference.period.from ?? .distantPast
                return CoverChange(
                    beneficiary: person, period: difference.period, before: difference.before,
                    lastDayBefore: one.piece(around: first, of: seenBefore).period.through, after: difference.after,
                    lastDayAfter: other.piece(around: first, of: seenAfter).period.through)
            }
        }
        let (people, others) = (before.beneficiaries, after.beneficiaries)
        return changes(of: nil, before.holder, after.holder, \.cover)
            + Set(people.keys).union(others.keys).sorted().flatMap { person in
                changes(of: person, people[person]?.cover ?? Timeline(.none), others[person]?.cover ?? Timeline(.none)) { $0 }
            }
    }

    private static func options(from before: Knowledge, to after: Knowledge, since day: Day) -> [HeldOptionChange] {
        after.holder.differences(from: before.holder, since: day, in: \.option).compactMap { difference in
            guard let before = difference.before, let after = difference.after else { return nil }
            return HeldOptionChange(period: difference.period, before: before, after: after)
        }
    }

    private static func employers(from before: Knowledge, to after: Knowledge, since day: Day) -> [OwingEmployerChange] {
        after.employer.differences(from: before.employer, since: day).compactMap { difference in
            guard let before = difference.before, let after = difference.after else { return nil }
            return OwingEmployerChange(period: difference.period, before: before, after: after)
        }
    }

    private static func cotisation(from before: Knowledge, to after: Knowledge, since day: Day) -> [CotisationChange] {
        let month = day <= .distantPast ? nil : Month(of: day)
        return after.liabilities.differences(from: before.liabilities, since: month, in: \.due).map {
            CotisationChange(from: $0.from, through: $0.through, before: $0.before, after: $0.after)
        }
    }

    private static func rights(from before: Knowledge, to after: Knowledge, since day: Day) -> [RightChange] {
        func changes(_ right: RightChange.Right, _ one: Timeline<Bool>, _ other: Timeline<Bool>) -> [RightChange] {
            other.differences(from: one, since: day).map { RightChange(right: right, period: $0.period, came: $0.after) }
        }
        let (people, others) = (before.beneficiaries, after.beneficiaries)
        return changes(.continuation, before.rights.continuation, after.rights.continuation)
            + changes(.portability, before.rights.portability, after.rights.portability)
            + Set(people.keys).union(others.keys).sorted().flatMap { person in
                changes(.beneficiary(person), people[person]?.right ?? Timeline(false), others[person]?.right ?? Timeline(false))
            }
    }
}
