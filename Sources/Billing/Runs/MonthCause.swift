import Contracts

/// Why a contract's month comes to more or less than the month before.
public enum MonthCause: String, CaseIterable, Sendable {
    /// The agent is employed, and was not.
    case joined
    /// The agent is no longer employed.
    case left
    /// The standing differs, or the basis of cover.
    case standing
    /// The employer differs.
    case employer
    /// The option differs.
    case option
    /// The covered beneficiaries differ, or how they are priced.
    case beneficiaries
    /// The pay differs.
    case pay
    /// Prices differ, and nothing else.
    case tariff

    /// Why two months of a contract differ: the first cause of those above that does; `nil` when the same is due in both.
    public init?(from before: MonthProfile, to after: MonthProfile) {
        if before.due == after.due { return nil }
        self =
            if before.standing.isEmployed != after.standing.isEmployed {
                after.standing.isEmployed ? .joined : .left
            } else if before.standing != after.standing || before.basis != after.basis {
                .standing
            } else if before.employer != after.employer {
                .employer
            } else if before.option != after.option {
                .option
            } else if before.beneficiaries != after.beneficiaries {
                .beneficiaries
            } else if before.pay != after.pay {
                .pay
            } else {
                .tariff
            }
    }
}
