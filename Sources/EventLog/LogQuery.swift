public import FoundationEssentials
import Postgres

/// Which part of the log a process asks for.
public struct LogQuery: Sendable {
    /// A head that the process has seen; nil when it has seen none.
    public var known: Head?
    /// The maximum number of events in a tail; a longer tail is not returned.
    public var longestTail: Int
    /// The contracts whose histories are to be read.
    public var contracts: [UUID]

    /// A query for the tail behind `known`, with histories.
    public init(behind known: Head?, atMost longestTail: Int, with contracts: [UUID]) {
        (self.known, self.longestTail, self.contracts) = (known, longestTail, contracts)
    }
}
