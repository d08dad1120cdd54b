/// The level of guarantees.
public enum Option: String, CaseIterable, Sendable {
    case base, option1, option2
}
