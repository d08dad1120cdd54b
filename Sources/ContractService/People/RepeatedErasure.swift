/// What became of an erasure that a restored log has lost.
public enum RepeatedErasure: Hashable, Sendable {
    /// The person was erased again.
    case erased
    /// The restored log does not know the person, and nothing is kept of them.
    case personUnknown
}
