import FoundationEssentials

/// The place in its stream of a command with a content key.
struct ContentOrigin: Sendable {
    let line: Int
    let rescissions: StreamRescissions

    /// Whether a later line rescinds an event.
    func isRescindedLater(_ version: Int, of contract: UUID) -> Bool { rescissions.lastLine(rescinding: version, of: contract) > line }
}
