import Contracts
import FoundationEssentials

/// A contract that a page of the log changes, in its state at the end of that page.
struct ChangedContract: Sendable {
    let id: UUID
    /// Its whole history through the end of the page.
    let facts: [RecordedFact]
    /// How many of `facts` are projected already. The rest are in the page.
    let projected: Int
}
