public import CivilTime

/// The target of a link in the picture. The page makes the address.
public enum PictureTarget: Hashable, Sendable {
    /// The page on a day, with the reasons for a person's cover.
    case why(PersonKey, on: Day)
    /// The page with the cotisation of a month.
    case month(Month)
    /// The page as known when the fact of this version was recorded.
    case known(version: Int)
    /// The page as known now.
    case present
}
