public import CivilTime

/// Where a link of the picture leads. The page knows the address.
public enum PictureTarget: Hashable, Sendable {
    /// The page on a day, with the reasons of a person's cover.
    case why(PersonKey, on: Day)
    /// The page with what a month comes to.
    case month(Month)
    /// The page as known when the fact of that version was recorded.
    case known(version: Int)
    /// The page as known now.
    case present
}
