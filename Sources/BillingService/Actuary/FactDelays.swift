public import CivilTime
public import Portfolio

/// How late facts are recorded: the days from a fact's effective day to the Paris day of its recording, by type of event.
///
/// A fact counts as it was told, also one that was annulled later. Events without an effective day do not count.
public struct FactDelays: Sendable {
    /// The classes of delays, in order. Delays below zero are of facts told ahead.
    public static let classes: [ClosedRange<Int>] = [
        Int.min / 2 ... -91, -90 ... -31, -30 ... -1, 0...0, 1...7, 8...30, 31...90, 91...365, 366...730, 731...Int.max / 2,
    ]

    /// The facts of a type.
    public struct Line: Hashable, Sendable {
        /// The type of the event.
        public let type: String
        /// How many facts have a delay of each class.
        public fileprivate(set) var counts = FactDelays.classes.map { _ in 0 }

        /// How many facts there are.
        public var facts: Int { counts.reduce(0, +) }
        /// How many facts were recorded after their effective day.
        public var late: Int { zip(FactDelays.classes, counts).reduce(0) { $1.0.lowerBound > 0 ? $0 + $1.1 : $0 } }
    }

    /// The instant of knowledge.
    public let knownAt: Instant
    private var byType: [String: Line] = [:]

    /// No fact yet.
    init(knownAt: Instant) { self.knownAt = knownAt }

    /// Counts a fact.
    mutating func take(_ type: String, delay: Int) {
        guard let place = Self.classes.firstIndex(where: { $0.contains(delay) }) else { return }
        byType[type, default: Line(type: type)].counts[place] += 1
    }

    /// The types with facts, in order.
    public var lines: [Line] { byType.values.sorted { $0.type < $1.type } }

    /// All facts, whatever their type.
    public var counts: [Int] {
        byType.values.reduce(Self.classes.map { _ in 0 }) { sums, line in zip(sums, line.counts).map { $0 + $1 } }
    }

    /// A row for each type and class with facts.
    public var table: FigureTable {
        FigureTable(
            .factDelays,
            rows: lines.flatMap { line in
                zip(Self.classes, line.counts).filter { $0.1 > 0 }.map { part, count in
                    [
                        .name(line.type), part == Self.classes.first ? .nothing : .count(part.lowerBound),
                        part == Self.classes.last ? .nothing : .count(part.upperBound), .count(count),
                    ]
                }
            })
    }
}
