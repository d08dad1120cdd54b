/// A hash chain of which a seal states the end.
public enum SealedChain: String, Hashable, Sendable {
    case events, readings, erasures

    /// What the chain is, for a sentence.
    var words: String {
        switch self {
        case .events: "the log"
        case .readings: "the access log"
        case .erasures: "the register of erasures"
        }
    }
}
