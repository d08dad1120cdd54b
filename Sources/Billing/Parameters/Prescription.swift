public import CivilTime
import Contracts

/// How long an amount of a month may be called (`prescription`, P).
///
/// Of an employer through 31 December of the fourth year after the month's (loi 68-1250, art. 1); of an agent for 2 years from the month's
/// last day (code de la mutualité, L.221-11); given back for 5 years (code civil, 2224).
public struct Prescription: Hashable, Sendable {
    /// A number of years, and the day from which they run.
    public struct Term: Hashable, Sendable {
        /// The day from which the years run.
        public enum Start: String, CaseIterable, Sendable {
            /// 1 January of the year after the month's.
            case nextYear
            /// The month's last day.
            case monthEnd
        }

        /// How many years.
        public let years: Int
        /// From when.
        public let from: Start

        /// A term.
        public init(years: Int, from start: Start) {
            self.years = years
            from = start
        }

        /// The last day on which an amount of a month may be called.
        public func lastDay(of month: Month) -> Day {
            switch from {
            case .nextYear: Month(index: (month.year + 1 + years) * 12).firstDay.previous
            case .monthEnd: month.lastDay.adding(months: 12 * years)
            }
        }
    }

    /// For what an employer owes.
    public let employer: Term
    /// For what an agent owes.
    public let agent: Term
    /// For what is given back to either.
    public let credit: Term

    /// The three terms.
    public init(employer: Term, agent: Term, credit: Term) {
        self.employer = employer
        self.agent = agent
        self.credit = credit
    }

    /// The part of a month's flows that may no longer be called on a day. Each flow is judged by its own sign.
    func prescribed(_ flows: Flows, of payer: Payer, month: Month, on day: Day) -> Flows {
        func prescribed(_ amount: Money) -> Money {
            let term = amount < .zero ? credit : payer.employer == nil ? agent : employer
            return day > term.lastDay(of: month) ? amount : .zero
        }
        return Flows(
            employerToInsurer: prescribed(flows.employerToInsurer), agentToInsurer: prescribed(flows.agentToInsurer),
            employerToAgent: prescribed(flows.employerToAgent))
    }
}
