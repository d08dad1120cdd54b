public import Billing
public import CivilTime

/// A file of direct debits of a run, and where it is.
public struct PresentedFile: Hashable, Sendable {
    /// Its identifier: `R000004F001`.
    public let id: String
    /// The day of collection.
    public let collectionOn: Day
    /// How many debits it has, and their sum.
    public let sum: DebitSum
    /// Where it is. The file of a cancelled run is withdrawn, unless the bank has it.
    public internal(set) var state: DirectDebitFile.State
    /// The day on which it was handed over or withdrawn; `nil` before, and when it is withdrawn with its run.
    public let changedOn: Day?
}
