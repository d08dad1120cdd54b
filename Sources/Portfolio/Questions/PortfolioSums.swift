import Contracts

/// The sums of an answer that counts all contracts, over the ranges of contracts read so far.
struct PortfolioSums: Sendable {
    /// The contracts of one employer and standing, and what they owe for a month.
    struct Total: Sendable {
        var contracts: Int64 = 0
        var due = Flows.zero
    }

    /// The group of contracts of a ``Total``.
    struct Group: Hashable, Comparable {
        /// Nil for contracts without an employer.
        let employer: String?
        /// An index of `Codes.standings`.
        let standing: Int

        /// By employer, none first, then by standing.
        static func < (left: Group, right: Group) -> Bool {
            if left.employer == right.employer { return left.standing < right.standing }
            guard let one = left.employer, let other = right.employer else { return left.employer == nil }
            return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
    }

    /// The lines of one kind of work.
    struct WorkCount: Sendable {
        var lines: Int64 = 0
        var overdue: Int64 = 0
    }

    /// The totals of a month.
    var totals: [Group: Total] = [:]
    /// The people of each month by state of cover; the first month is 0.
    var states: [Int: [Cover.State: Int64]] = [:]
    /// The contracts of each month by standing; the first month is 0.
    var standings: [Int: [Standing: Int64]] = [:]
    /// The lines of the worklist by kind.
    var work: [WorkKind: WorkCount] = [:]
}
