/// What a proof of runs and of the bank's facts found.
public struct MoneyFinding: Sendable {
    /// The position up to which the log was looked at.
    public let position: Int64
    /// How many complete runs there are.
    public internal(set) var runs = 0
    /// How many events of the bank's stream there are.
    public internal(set) var bankEvents = 0
    /// How many entries the ledger has.
    public internal(set) var entries = 0
    /// The runs that were made again from the facts. None was if rows differ from their events.
    public internal(set) var madeAgain: [Int] = []
    /// The runs that could not be judged by the facts: they were made under another file of their scheme that gives other rows, or their scheme is not
    /// served, or that of a contract.
    public internal(set) var underOtherFiles: [Int] = []
    /// What is not as the log says.
    public internal(set) var differences: [MoneyDifference] = []

    init(position: Int64) { self.position = position }
}
