public import Contracts

/// A sign in a piece, so that no state is shown by colour alone.
public enum PieceSign: String, Sendable {
    case proven = "✓"
    case provisional = "?"
    case lapsed = "!"

    /// The sign of a cover; nil when it needs no proof.
    public init?(_ cover: Cover) {
        switch (cover.state, cover.basis) {
        case (.covered, .portability): self = .proven
        case (.provisional, _): self = .provisional
        case (.lapsed, _): self = .lapsed
        default: return nil
        }
    }
}
