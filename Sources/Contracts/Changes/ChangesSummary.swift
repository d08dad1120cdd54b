public import CivilTime

/// A summary of changes, for a line of a list.
public struct ChangesSummary: Hashable, Sendable {
    /// The first change of the holder's cover, else of a beneficiary's; `nil` when no cover changes.
    public let cover: CoverChange?
    /// Whether the cover of the same person also changes in another way on later days.
    public let hasMoreCover: Bool
    /// How many people have a change of cover.
    public let people: Int
    /// Whether the holder's option changes on some day.
    public let changesOption: Bool
    /// Whether another employer owes the employer's share on some day.
    public let changesEmployer: Bool
    /// The amounts to settle through the given month: collected where positive, refunded where negative.
    public let due: Flows
    /// Whether the cotisation of later months changes.
    public let changesLaterMonths: Bool
    /// How many rights were gained or lost.
    public let rights: Int
    /// How many deadlines appeared, disappeared or moved.
    public let deadlines: Int
}

extension Changes {
    /// The summary of these changes.
    ///
    /// - Parameter month: the last month to settle now.
    public func summary(through month: Month) -> ChangesSummary {
        let settlements = settlements(through: month)
        func due(_ flow: Flow) -> Money { settlements.first { $0.flow == flow }?.due ?? .zero }
        return ChangesSummary(
            cover: cover.first, hasMoreCover: cover.count { $0.beneficiary == cover.first?.beneficiary } > 1,
            people: Set(cover.map(\.beneficiary)).count, changesOption: !options.isEmpty,
            changesEmployer: !employers.isEmpty,
            due: Flows(
                employerToInsurer: due(.employerToInsurer), agentToInsurer: due(.agentToInsurer), employerToAgent: due(.employerToAgent)),
            changesLaterMonths: settlements.contains { !$0.ahead.isEmpty }, rights: Set(rights.map(\.right)).count,
            deadlines: deadlines.count)
    }
}
