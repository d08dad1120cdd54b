import Billing
public import CivilTime
public import ContractService
import Postgres

extension RunQuestions {
    /// How many lines are read at a time to be counted.
    private static let countedAtOnce = 2000

    /// A page of the work about money, by kind.
    ///
    /// - Parameters:
    ///   - instant: what was known then, judged on its day; `nil` for all that is known, judged today.
    ///   - cursor: the `next` of the page before; `nil` for the first page.
    ///   - limit: how many lines there may be; 0 only tells whether there are any.
    ///   - theirs: the contracts that have the employer of the filter, on the day on which work is judged; empty without an employer.
    /// - Returns: `nil` when the cursor cannot be read.
    public func moneyWork(
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, after cursor: String?, atMost limit: Int, theirs: [ContractID] = []
    ) async throws -> MoneyWorkPage? {
        guard let place = cursor.map({ MoneyWorkCursor($0) }) ?? .start else { return nil }
        var lines: [MoneyWorkLine] = []
        var (last, hasMore) = (place, false)
        let (work, database) = try await work(filter, knownAt: instant, theirs, needsAmounts: true)
        try await walk(work, in: database, from: place, chunk: limit + 1) { line, place in
            if lines.count == limit {
                hasMore = true
                return false
            }
            lines.append(line)
            last = place
            return true
        }
        return MoneyWorkPage(lines: lines, next: hasMore ? last.description : nil)
    }

    /// How many lines of each kind there are, in the order of the kinds that the filter keeps.
    public func moneyWorkCounts(
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, theirs: [ContractID] = []
    ) async throws -> [MoneyWorkCount] {
        let (work, database) = try await work(filter, knownAt: instant, theirs, needsAmounts: false)
        var counts: [MoneyWorkKind: MoneyWorkCount] = [:]
        func add(_ count: MoneyWorkCount) {
            counts[count.kind, default: MoneyWorkCount(count.kind)].lines += count.lines
            counts[count.kind, default: MoneyWorkCount(count.kind)].overdue += count.overdue
        }
        for part in work.parts {
            if let count = try await reading(database, { try work.count(of: part, in: $0) }) {
                add(count)
            } else {
                try await walk(part, of: work, in: database, from: "", chunk: Self.countedAtOnce) { line, _ in
                    add(MoneyWorkCount(line.kind, lines: 1, dueOn: line.dueOn, on: work.asOf))
                    return true
                }
            }
        }
        return MoneyWorkKind.allCases.filter { filter.kind == nil || filter.kind == $0 }.map { counts[$0] ?? MoneyWorkCount($0) }
    }

    /// What is known, and where the rest is read: on the primary, or on the standby while the primary is away.
    private func work(
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, _ theirs: [ContractID], needsAmounts: Bool
    ) async throws -> (work: MoneyWorkReading, database: Database) {
        let now = clock.now()
        let read: @Sendable (Session) throws -> MoneyWorkReading = { [money] session in
            try session.transaction(.readOnlySnapshot) { session in
                try MoneyWorkReading(
                    filter, knownAt: instant, now: now, money: money, theirs: theirs, needsAmounts: needsAmounts, in: session)
            }
        }
        do { return (try await reading(read), reads) } catch ServiceError.unavailable(let seconds) {
            guard let standby else { throw ServiceError.unavailable(retryAfterSeconds: seconds) }
            do { return (try await standby.withSession(read), standby) } catch { throw ServiceError(error) ?? error }
        }
    }

    /// Passes on the lines behind a place, each with its own place, until `take` returns false.
    private func walk(
        _ work: MoneyWorkReading, in database: Database, from start: MoneyWorkCursor, chunk limit: Int,
        _ take: (MoneyWorkLine, MoneyWorkCursor) -> Bool
    ) async throws {
        for part in work.parts where start.part.map({ $0 <= part }) ?? true {
            let key = part == start.part ? start.key : ""
            let goesOn = try await walk(part, of: work, in: database, from: key, chunk: limit) { line, key in
                take(line, MoneyWorkCursor(part: part, key: key))
            }
            if !goesOn { return }
        }
    }

    /// Passes on the lines of a part behind a key, each with its own key, until `take` returns false.
    ///
    /// - Returns: whether `take` took all.
    @discardableResult private func walk(
        _ part: MoneyWorkPart, of work: MoneyWorkReading, in database: Database, from start: String, chunk limit: Int,
        _ take: (MoneyWorkLine, String) -> Bool
    ) async throws -> Bool {
        var key: String? = start
        while let last = key {
            let chunk = try await reading(database) { try work.chunk(of: part, after: last, atMost: limit, in: $0) }
            for (key, line) in chunk.lines where !take(line, key) { return false }
            key = chunk.end
        }
        return true
    }

    private func reading<Value: Sendable>(
        _ database: Database, _ read: @escaping @Sendable (Session) throws -> Value
    ) async throws -> Value {
        do { return try await database.withSession(read) } catch { throw ServiceError(error) ?? error }
    }
}
