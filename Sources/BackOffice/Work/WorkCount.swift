import Contracts
import JSON
import Portfolio
import Words

/// How many lines of a kind the worklist has.
struct WorkCount: Hashable, Sendable {
    let kind: WorkFilter.Kind
    let lines: Int
    let overdue: Int

    init(_ kind: WorkFilter.Kind, lines: Int, overdue: Int) {
        self.kind = kind
        self.lines = lines
        self.overdue = overdue
    }

    /// How many there are, in words. What is overdue by its kind is not told again.
    var words: Bilingual { Self.words(lines: lines, overdue: kind == .deadline(.proofOverdue) ? 0 : overdue) }

    /// How many there are, and how many of them are overdue: `12, dont 3 en retard`; `3 en retard` where all are.
    static func words(lines: Int, overdue: Int) -> Bilingual {
        switch overdue {
        case 0: both("\(lines)", "\(lines)")
        case lines: both("\(lines) en retard", "\(lines) overdue")
        default: both("\(lines), dont \(overdue) en retard", "\(lines), \(overdue) of them overdue")
        }
    }

    /// Reads a line of the answer.
    init?(_ line: JSON) {
        guard let kind = line["kind"]?.string.flatMap({ WorkFilter.Kind($0) }), let lines = line["lines"]?.integer,
            let overdue = line["overdue"]?.integer
        else { return nil }
        self.init(kind, lines: lines, overdue: overdue)
    }
}
