import Billing
public import CivilTime
public import ContractService
import Postgres

extension RunQuestions {
    /// Which of some contracts have the employer that a filter names, on the day on which work is judged.
    public typealias TheirContracts = @Sendable ([ContractID]) async throws -> Set<ContractID>

    /// How many lines are read at a time when most of them may be left out.
    private static let workChunk = 500

    /// A page of the work about money, by kind.
    ///
    /// - Parameters:
    ///   - instant: what was known then, judged on its day; `nil` for all that is known, judged today.
    ///   - cursor: the `next` of the page before; `nil` for the first page.
    ///   - limit: how many lines there may be; 0 only tells whether there are any.
    ///   - theirs: needed for a filter by employer; without it no contract has the employer.
    /// - Returns: `nil` when the cursor cannot be read.
    public func moneyWork(
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, after cursor: String?, atMost limit: Int, theirs: TheirContracts? = nil
    ) async throws -> MoneyWorkPage? {
        guard let place = cursor.map({ MoneyWorkCursor($0) }) ?? .start else { return nil }
        var lines: [MoneyWorkLine] = []
        var (last, hasMore) = (place, false)
        let (work, database) = try await work(filter, knownAt: instant, needsAmounts: true)
        try await walk(work, in: database, from: place, chunk: max(limit + 1, filter.employer == nil ? 1 : Self.workChunk), theirs) {
            line, place in
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
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, theirs: TheirContracts? = nil
    ) async throws -> [MoneyWorkCount] {
        let (work, database) = try await work(filter, knownAt: instant, needsAmounts: false)
        var counts: [MoneyWorkKind: MoneyWorkCount] = [:]
        try await walk(work, in: database, from: .start, chunk: 4 * Self.workChunk, theirs) { line, _ in
            counts[line.kind, default: MoneyWorkCount(line.kind)].lines += 1
            if line.dueOn < work.asOf { counts[line.kind, default: MoneyWorkCount(line.kind)].overdue += 1 }
            return true
        }
        return MoneyWorkKind.allCases.filter { filter.kind == nil || filter.kind == $0 }.map { counts[$0] ?? MoneyWorkCount($0) }
    }

    /// What is known, and where the rest is read: on the primary, or on the standby while the primary is away.
    private func work(
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, needsAmounts: Bool
    ) async throws -> (work: MoneyWorkReading, database: Database) {
        let now = clock.now()
        let read: @Sendable (Session) throws -> MoneyWorkReading = { [money] session in
            try session.transaction(.readOnlySnapshot) { session in
                try MoneyWorkReading(filter, knownAt: instant, now: now, money: money, needsAmounts: needsAmounts, in: session)
            }
        }
        do { return (try await reading(read), reads) } catch ServiceError.unavailable(let seconds) {
            guard let standby else { throw ServiceError.unavailable(retryAfterSeconds: seconds) }
            do { return (try await standby.withSession(read), standby) } catch { throw ServiceError(error) ?? error }
        }
    }

    /// Passes on the lines behind a place, each with its own place, until `take` returns false.
    private func walk(
        _ work: MoneyWorkReading, in database: Database, from start: MoneyWorkCursor, chunk limit: Int, _ theirs: TheirContracts?,
        _ take: (MoneyWorkLine, MoneyWorkCursor) -> Bool
    ) async throws {
        for part in work.parts where start.part.map({ $0 <= part }) ?? true {
            var key: String? = part == start.part ? start.key : ""
            while let last = key {
                let chunk: MoneyWorkReading.Chunk
                do {
                    chunk = try await database.withSession { try work.chunk(of: part, after: last, atMost: limit, in: $0) }
                } catch { throw ServiceError(error) ?? error }
                let kept = try await kept(chunk.lines, of: work.filter.employer, theirs)
                for (key, line) in kept { if !take(line, MoneyWorkCursor(part: part, key: key)) { return } }
                key = chunk.end
            }
        }
    }

    /// The lines about an employer, or about a contract that has it; all of them when none is given.
    private func kept(
        _ lines: [(key: String, line: MoneyWorkLine)], of employer: String?, _ theirs: TheirContracts?
    ) async throws -> [(key: String, line: MoneyWorkLine)] {
        guard let employer, !lines.isEmpty else { return lines }
        let contracts = lines.filter { $0.line.employer == nil }.compactMap(\.line.contract)
        let own = contracts.isEmpty ? [] : try await theirs?(contracts) ?? []
        return lines.filter { _, line in
            if let code = line.employer { return code == employer }
            return line.contract.map { own.contains($0) } ?? false
        }
    }
}
