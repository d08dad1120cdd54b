public import CivilTime
public import Contracts
public import Portfolio

/// The run-off triangle: what complete runs called, by month of origin and month of call.
///
/// An opening is not there, and neither is a run that takes one back: another system called what it states, at a time that is not known.
public struct RunOff: Sendable {
    /// The lines of one month that the runs of one month called.
    public struct Cell: Hashable, Sendable {
        /// The month for which the amounts are due.
        public let origin: Month
        /// The month of the runs: the last month that they called. A cancelling run counts in the month of the run that it takes back.
        public let called: Month
        /// The sum of the lines.
        public fileprivate(set) var flows: Flows
        /// How many lines there are.
        public fileprivate(set) var lines: Int

        /// By how many months the call came after its month.
        public var delay: Int { called.index - origin.index }
    }

    /// The instant of knowledge.
    public let knownAt: Instant
    /// The cells with lines, in order of origin and call.
    public private(set) var cells: [Cell]

    /// - Parameter sums: sums of lines, any number for a place.
    init(knownAt: Instant, _ sums: [(origin: Month, called: Month, flows: Flows, lines: Int)]) {
        self.knownAt = knownAt
        var cells: [[Int]: Cell] = [:]
        for sum in sums {
            var cell = cells[[sum.origin.index, sum.called.index]] ?? Cell(origin: sum.origin, called: sum.called, flows: .zero, lines: 0)
            cell.flows = cell.flows + sum.flows
            cell.lines += sum.lines
            cells[[sum.origin.index, sum.called.index]] = cell
        }
        self.cells = cells.values.sorted { ($0.origin, $0.called) < ($1.origin, $1.called) }
    }

    /// The sum of all lines.
    public var total: Flows { cells.reduce(.zero) { $0 + $1.flows } }

    /// The cells as a table.
    public var table: FigureTable {
        FigureTable(
            .runOff,
            rows: cells.map { cell in
                [
                    .month(cell.origin), .month(cell.called), .count(cell.delay), .amount(cell.flows.employerToInsurer),
                    .amount(cell.flows.agentToInsurer), .amount(cell.flows.employerToAgent), .count(cell.lines),
                ]
            })
    }
}
