import BillingService
import Contracts
import JSON
import Portfolio
import Words

/// The number of lines of a kind in the worklist.
struct WorkCount: Hashable, Sendable {
    let topic: WorkTopic
    let lines: Int
    let overdue: Int

    init(_ topic: WorkTopic, lines: Int, overdue: Int) {
        self.topic = topic
        self.lines = lines
        self.overdue = overdue
    }

    /// The counts in words. A kind that means overdue does not repeat it.
    var words: Bilingual { Self.words(lines: lines, overdue: topic == .portfolio(.deadline(.proofOverdue)) ? 0 : overdue) }

    /// The number of lines, and how many are overdue: `12, dont 3 en retard`; `3 en retard` when all are.
    static func words(lines: Int, overdue: Int) -> Bilingual {
        switch overdue {
        case 0: both("\(lines)", "\(lines)")
        case lines: both("\(lines) en retard", "\(lines) overdue")
        default: both("\(lines), dont \(overdue) en retard", "\(lines), \(overdue) of them overdue")
        }
    }

    /// Reads a line of the answer.
    init?(_ line: JSON) {
        guard let topic = line["kind"]?.string.flatMap({ WorkTopic($0) }), let lines = line["lines"]?.integer,
            let overdue = line["overdue"]?.integer
        else { return nil }
        self.init(topic, lines: lines, overdue: overdue)
    }
}
