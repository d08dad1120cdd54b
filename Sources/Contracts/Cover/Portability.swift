import CivilTime

/// A run of days after employment on which guarantees are kept for free (G6–G9).
struct Portability: Sendable {
    /// The first day without employment.
    let from: Day
    /// The version of the event that started it.
    let event: Int
    /// The days: the window, shortened by an end, by the loss of compensation, by an affiliation or by an exemption. May be empty.
    let days: Period
    /// N, the months computed from the bulletin, up to the cap; not shortened.
    let months: Int

    /// The months that the days touch: each needs its proof.
    var monthsToProve: [Month] { days.months.map(Array.init) ?? [] }
}
