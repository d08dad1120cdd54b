/// What takes two callers, where a deployment wants it: one proposes, another confirms.
public enum FourEyes: String, Sendable, Hashable, CaseIterable {
    /// Annulling events: `rescind`, and a `correct` that annuls.
    case rescind
    /// Erasing a person.
    case erase
}
