import CivilTime

/// A run of days on which guarantees are kept for free after employment (G6–G9).
struct Portability: Sendable {
    /// The first day without employment.
    let from: Day
    /// The version of its start.
    let event: Int
    /// The days: the window, cut by an end, by the loss of compensation, by another affiliation or an exemption. May be none.
    let days: Period
    /// N, counted from the bulletin and capped, before any cut.
    let months: Int

    /// The months that the days touch: each needs its proof.
    var monthsToProve: [Month] { days.months.map(Array.init) ?? [] }
}
