/// What the signatures of a key say. The number is the signature type of C2SP's `signed-note`.
public enum NoteKeyKind: UInt8, Sendable {
    /// A sealer's Ed25519 signature of the text.
    case seal = 1
    /// A witness's Ed25519 signature of the text and of the instant at which it was made: `cosignature/v1`.
    case cosignature = 4
}
