/// The languages in which clerks, agents and employers read. The raw value is the tag that HTML and `Accept-Language` use.
public enum Language: String, CaseIterable, Sendable {
    case french = "fr"
    case english = "en"
}
