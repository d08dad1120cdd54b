import CivilTime
import Contracts
import Postgres

/// A person's cover on every day, as read from a row; one instance is reused.
struct StoredCover {
    private(set) var person: UInt128 = 0
    private(set) var place: Int16 = 0
    private(set) var relation: Int16 = 0
    private var starts: [PostgresDate] = []
    private var covers: [Int16] = []
    private var dues: [PostgresDate] = []

    /// Reads `person, place, relation, starts, covers, dues`.
    mutating func read(_ row: inout BinaryRow) throws {
        person = try row.uuid()
        place = try row.int16()
        relation = try row.valueOrNull() ?? 0
        try row.array(into: &starts)
        try row.array(into: &covers)
        try row.array(into: &dues)
    }

    /// Whether the person belongs to the contract.
    var isListed: Bool { !starts.isEmpty }

    /// The longest run of days around `day` with the same cover, judged on `asOf`, and the option on `day`.
    func piece(around day: Day, asOf: Day) -> (cover: Cover, period: Period, option: Option?) {
        let date = PostgresDate(day)
        var index = starts.count - 1
        while index > 0, starts[index] > date { index -= 1 }
        let cover = judged(index, asOf: asOf)
        var first = index
        while first > 0, judged(first - 1, asOf: asOf) == cover { first -= 1 }
        var next = index + 1
        while next < starts.count, judged(next, asOf: asOf) == cover { next += 1 }
        let from = first == 0 ? nil : Day(starts[first])
        return (cover, Period(from: from, until: next == starts.count ? nil : Day(starts[next])), Codes.option(covers[index]))
    }

    private func judged(_ index: Int, asOf: Day) -> Cover {
        Codes.cover(covers[index]) {
            let unproven = covers[..<index].reduce(0) { Codes.isUnproven($1) ? $0 + 1 : $0 }
            return Day(dues[unproven])
        }.judged(asOf: asOf)
    }
}
