/// The operations that a deployment may guard: one caller proposes, another confirms.
public enum FourEyes: String, Sendable, Hashable, CaseIterable {
    /// Annulling events: `rescind`, and a `correct` that annuls.
    case rescind
    /// Erasing a person.
    case erase
}
