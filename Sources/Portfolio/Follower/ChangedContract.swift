import CivilTime
import Contracts
import FoundationEssentials

/// A contract that a page of the log changes, as it is at the end of that page.
struct ChangedContract: Sendable {
    let id: UUID
    /// Its whole history through the end of the page.
    let facts: [RecordedFact]
    /// When the first of its facts that the page holds was recorded; nil when it begins in the page.
    let since: Instant?
}
