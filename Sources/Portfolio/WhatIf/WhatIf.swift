public import CivilTime
public import Contracts

/// A month of all contracts of a scheme, under the scheme in force and under another that is thought of.
public struct WhatIf: Hashable, Sendable {
    /// The scheme's name.
    public let scheme: String
    /// The month.
    public let month: Month
    /// The comparison uses what was known at this instant.
    public let knownAt: Instant
    /// The position at which the log ended: every event up to it counts, if it was known at ``knownAt``.
    public let position: Int64
    /// The sums, by employer (none first), then by standing and ground.
    public let groups: [Group]
    /// How many agents bear how much more or less.
    public let agents: DifferenceSpread
    /// For how many contracts the employer bears how much more or less.
    public let employers: DifferenceSpread

    /// The contracts that a line of sums counts.
    public struct Key: Hashable, Sendable {
        /// The employer's code on the day that decides the month; nil without an employer.
        public let employer: String?
        /// The holder's standing on that day.
        public let standing: Standing
        /// The ground of the holder's cover on that day under the scheme in force; nil without cover.
        public let basis: Cover.Basis?
    }

    /// A line of sums.
    public struct Group: Hashable, Sendable {
        /// The contracts that it counts.
        public let key: Key
        /// The sums of these contracts.
        public let sums: WhatIfSums
    }

    /// The sums of all contracts.
    public var total: WhatIfSums { groups.reduce(into: WhatIfSums()) { $0.add($1.sums) } }

    init(_ question: WhatIfQuestion, knownAt: Instant, position: Int64, _ tally: WhatIfTally) {
        scheme = question.scheme.name
        month = question.month
        self.knownAt = knownAt
        self.position = position
        agents = tally.agents
        employers = tally.employers
        groups = tally.groups.map { Group(key: $0.key, sums: $0.value) }.sorted { $0.key < $1.key }
    }
}

extension WhatIf.Key: Comparable {
    /// By employer, none first, then by standing and ground in their own order.
    public static func < (left: Self, right: Self) -> Bool {
        if left.employer == right.employer { return left.place < right.place }
        guard let one = left.employer, let other = right.employer else { return left.employer == nil }
        return one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    private var place: Int {
        let standing = Standing.allCases.firstIndex(of: standing) ?? 0
        let basis = basis.flatMap { Cover.Basis.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        return standing * (Cover.Basis.allCases.count + 1) + basis
    }
}
