/// The length of a picture's window. The raw value is the query item `window` of an address.
public enum PictureSpan: String, CaseIterable, Sendable {
    case oneYear = "1y"
    case twoYears = "2y"
    /// From the first fact to a year after the last.
    case all
}
