import CivilTime
import Contracts
import FoundationEssentials

/// A contract that a page of the log changes, as it is at the end of that page.
struct ChangedContract: Sendable {
    let id: UUID
    /// Its whole history through the end of the page.
    let facts: [RecordedFact]
    /// How many of them the projections hold already; the others are those of the page.
    let projected: Int

    /// When the first of its facts that the page holds was recorded; nil when it begins in the page.
    var since: Instant? { projected == 0 ? nil : facts.dropFirst(projected).first?.recordedAt }
}
