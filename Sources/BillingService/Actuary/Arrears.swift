public import CivilTime
public import Portfolio

/// What is owed on accounts, by how long ago it was called. Payments, credits and direct debits settle what was called first.
public struct Arrears: Sendable {
    /// Who owes.
    public enum Payer: String, CaseIterable, Sendable {
        case employer, agent
    }

    /// What was called as many months ago.
    public struct Age: Hashable, Sendable {
        /// Who owes it.
        public let payer: Payer
        /// The whole months since the day of the run.
        public let months: Int
        /// What is owed.
        public fileprivate(set) var amount: Money
        /// On how many accounts. An account with several ages counts in each; one account of two schemes counts twice.
        public fileprivate(set) var accounts: Int
        /// On how many of them nothing older is owed: each account counts in one age alone, so that these can be added.
        public fileprivate(set) var oldestAccounts: Int
    }

    /// The instant of knowledge.
    public let knownAt: Instant
    /// The ages with something owed, employers first, in order of months.
    public let ages: [Age]

    /// - Parameter parts: the ages of some accounts; of an age any number.
    init(knownAt: Instant, _ parts: [Age]) {
        self.knownAt = knownAt
        var ages: [Age] = []
        for part in parts.sorted(by: { ($0.payer == .agent ? 1 : 0, $0.months) < ($1.payer == .agent ? 1 : 0, $1.months) }) {
            if let last = ages.last, last.payer == part.payer, last.months == part.months {
                ages[ages.count - 1].amount += part.amount
                ages[ages.count - 1].accounts += part.accounts
                ages[ages.count - 1].oldestAccounts += part.oldestAccounts
            } else {
                ages.append(part)
            }
        }
        self.ages = ages
    }

    /// What is owed in all.
    public func total(of payer: Payer) -> Money { ages.filter { $0.payer == payer }.reduce(.zero) { $0 + $1.amount } }

    /// The ages as a table.
    public var table: FigureTable {
        FigureTable(
            .arrears,
            rows: ages.map { [.name($0.payer.rawValue), .count($0.months), .amount($0.amount), .count($0.accounts)] })
    }
}
