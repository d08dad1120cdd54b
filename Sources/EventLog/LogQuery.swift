public import FoundationEssentials
import Postgres

/// Which part of the log a process asks for.
public struct LogQuery: Sendable {
    /// An end of the log that the process has seen; nil when it has seen none.
    public var known: Head?
    /// A tail of more events is not read.
    public var longestTail: Int
    /// The contracts whose histories are read.
    public var contracts: [UUID]

    /// The tail behind an end, with histories.
    public init(behind known: Head?, atMost longestTail: Int, with contracts: [UUID]) {
        (self.known, self.longestTail, self.contracts) = (known, longestTail, contracts)
    }
}
