/// The operations that a deployment may guard: one caller proposes, another confirms.
public enum FourEyes: String, Sendable, Hashable, CaseIterable {
    /// Annulling events: `rescind`, and a `correct` that annuls.
    case rescind
    /// Erasing a person.
    case erase
    /// Handing the files of one's own run over to the bank. Nothing is proposed: another supervisor hands them over.
    case handOver
}
