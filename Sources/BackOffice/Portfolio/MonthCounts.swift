import CivilTime
import Contracts
import JSON

/// People by state and contracts by standing, over twelve months.
struct MonthCounts: Hashable, Sendable {
    /// The months, in order.
    let months: [Month]
    private var counts: [String: [Int]]

    /// Reads the lines of the answer.
    init(_ lines: [JSON]) {
        var months: [Month] = []
        var counts: [String: [Month: Int]] = [:]
        for line in lines {
            guard let month = line["month"]?.string.flatMap({ Month($0) }), let by = line["by"]?.string, let value = line["value"]?.string,
                let count = line["count"]?.integer
            else { continue }
            if months.last != month { months.append(month) }
            counts["\(by) \(value)", default: [:]][month] = count
        }
        self.months = months
        self.counts = counts.mapValues { byMonth in months.map { byMonth[$0] ?? 0 } }
    }

    /// People in a state, month by month.
    subscript(state: Cover.State) -> [Int] { counts["state \(state.rawValue)"] ?? months.map { _ in 0 } }

    /// Contracts in a standing, month by month.
    subscript(standing: Standing) -> [Int] { counts["standing \(standing.rawValue)"] ?? months.map { _ in 0 } }
}
