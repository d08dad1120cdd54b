public import CivilTime

/// A line of the grid, on the first day of a month, quarter or year.
public struct GridLine: Hashable, Sendable {
    /// The weight of the line. The raw value is its CSS class.
    public enum Weight: String, CaseIterable, Sendable {
        case month = "gm"
        case quarter = "gq"
        case year = "gy"
    }

    /// The month that starts there.
    public let month: Month
    /// The position across the window.
    public let place: Position
    /// The weight.
    public let weight: Weight

    /// The lines of a window, at most 41: every month, else every quarter, else every year or every 5, 10, 50 years and so on.
    static func lines(of window: PictureWindow) -> [GridLine] {
        let (first, months) = (Month(of: window.from), window.months)
        let step = ([1, 3, 12, 60, 120, 600, 1_200, 6_000, 12_000].first { months <= 40 * $0 }) ?? 24_000
        let start = first.index + (step - first.index % step) % step
        return stride(from: start, to: first.index + months, by: step).map { index in
            let month = Month(index: index)
            let weight: Weight = month.monthOfYear == 1 ? .year : month.monthOfYear % 3 == 1 ? .quarter : .month
            return GridLine(month: month, place: window.place(of: month.firstDay), weight: weight)
        }
    }

    /// The labels above the lines: first the years and the start of the window, then the quarters. A window of a year labels each month.
    static func labels(of lines: [GridLine], window: PictureWindow, labels: PictureLabels) -> [PlacedLabel] {
        func rank(_ line: GridLine) -> Int { line.weight == .year ? 0 : line.place == .zero ? 1 : line.weight == .quarter ? 2 : 3 }
        let last = window.months > 12 ? 2 : 3
        return PlacedLabel.place(
            (0...last).flatMap { wanted in
                lines.filter { rank($0) == wanted }.map { line in
                    let text = window.months > 120 ? "\(line.month.year)" : labels.month(line.month, wanted < 2)
                    return PlacedLabel.Candidate(text, behind: line.place, offset: 5)
                }
            })
    }
}
