import EventLog
import FoundationEssentials

/// Where a command known by its content stands in its stream.
struct ContentOrigin: Sendable {
    let line: Int
    let rescissions: StreamRescissions

    /// Whether a line further down rescinds an event.
    func isRescindedLater(_ version: Int, of contract: UUID) -> Bool { rescissions.lastLine(rescinding: version, of: contract) > line }
}
