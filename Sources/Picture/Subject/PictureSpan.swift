/// How much time a picture shows. The raw value is that of `window` in an address.
public enum PictureSpan: String, CaseIterable, Sendable {
    case oneYear = "1y"
    case twoYears = "2y"
    /// From the first fact to a year after the last.
    case all
}
