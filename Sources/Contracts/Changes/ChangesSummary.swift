public import CivilTime

/// Changes in a few figures, for a line of a list.
public struct ChangesSummary: Hashable, Sendable {
    /// The first change of the holder's cover or, when that stays, of a beneficiary's; `nil` when all covers stay.
    public let cover: CoverChange?
    /// Whether the cover of the same person changes on later days too, otherwise.
    public let hasMoreCover: Bool
    /// How many people's cover changes.
    public let people: Int
    /// Whether the holder's option changes on some day.
    public let changesOption: Bool
    /// Whether another employer owes on some day.
    public let changesEmployer: Bool
    /// What is to be settled through the given month: collected where positive, refunded where negative.
    public let due: Flows
    /// Whether later months come to something else.
    public let changesLaterMonths: Bool
    /// How many rights came or went.
    public let rights: Int
    /// How many deadlines came, went or moved.
    public let deadlines: Int
}

extension Changes {
    /// These changes in a few figures.
    ///
    /// - Parameter month: the last month to be settled now.
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
