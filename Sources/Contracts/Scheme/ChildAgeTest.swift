/// When a child's age is tested (décret 2022-633, art. 5).
public enum ChildAgeTest: String, CaseIterable, Sendable {
    /// On every day.
    case continuous
    /// Under the first age limit, on joining only.
    case atSubscription
}
