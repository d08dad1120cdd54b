/// A contract that was read, and from a standby a proof of its greatest age.
struct FoundContract: Sendable {
    let folded: FoldedContract
    /// Nil when it was read from the primary, and so is the present one.
    let proof: StandbyProof?
}
