import Contracts
import FoundationEssentials

/// A contract that a page of the log changes, as it is at the end of that page.
struct ChangedContract: Sendable {
    let id: UUID
    /// Its whole history through the end of the page.
    let facts: [RecordedFact]
    /// How many of them the projections hold already; the others are those of the page.
    let projected: Int
}
