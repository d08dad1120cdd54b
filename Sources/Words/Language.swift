/// The languages of clerks, agents and employers. The raw value is the tag for HTML and `Accept-Language`.
public enum Language: String, CaseIterable, Sendable {
    case french = "fr"
    case english = "en"
}
