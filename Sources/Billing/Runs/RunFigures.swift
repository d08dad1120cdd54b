public import Contracts

/// The sums of a run's lines.
public struct RunFigures: Hashable, Sendable {
    /// How many lines there are.
    public private(set) var lineCount = 0
    /// The sum of the lines of months called for the first time.
    public private(set) var called = Flows.zero
    /// The sum of adjustments and cancellations.
    public private(set) var adjusted = Flows.zero
    /// The sum of what is prescribed.
    public private(set) var prescribed = Flows.zero

    /// No line.
    public init() {}

    /// Sums that were found before.
    public init(lineCount: Int, called: Flows, adjusted: Flows, prescribed: Flows) {
        self.lineCount = lineCount
        self.called = called
        self.adjusted = adjusted
        self.prescribed = prescribed
    }

    /// Counts a line.
    public mutating func take(_ line: CallLine) {
        lineCount += 1
        switch line.origin {
        case .call: called += line.flows
        case .adjustment, .cancellation: adjusted += line.flows
        }
    }

    /// Counts a prescribed amount.
    public mutating func take(_ amount: PrescribedAmount) { prescribed += amount.flows }
}
