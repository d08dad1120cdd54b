public import CivilTime
import Contracts
import EventLog
public import FoundationEssentials
public import Postgres

extension Portfolio {
    /// Returns once the projections hold the log through a position.
    ///
    /// - Parameter patience: how long to wait; `nil` waits without end.
    /// - Throws: `PortfolioError.outdated` when other rules made them; `PortfolioError.behind` when the patience ends.
    public func reaches(_ position: Int64, within patience: Duration? = nil, in database: Database) async throws {
        let end = patience.map { ContinuousClock.now + $0 }
        while true {
            let reached = try await database.withSession { [self] in try dueCheckpoint(in: $0).position }
            if reached >= position { return }
            if let end, ContinuousClock.now >= end { throw PortfolioError.behind(position: position, reached: reached) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The next contracts in order of their identifiers, as known at an instant; empty after the last.
    ///
    /// Call ``reaches(_:within:in:)`` first. Each call is a short transaction of its own: events recorded meanwhile are later than the instant, and change nothing.
    /// It may meet another server or another version of the projections than the call before, so each checks the position.
    ///
    /// - Parameters:
    ///   - instant: the instant of knowledge. No event after `position` bears it.
    ///   - position: the position that was waited for.
    ///   - contract: the last contract before these; `nil` for the first ones.
    ///   - limit: how many contracts there may be.
    /// - Throws: `PortfolioError.outdated` when other rules made them; `PortfolioError.behind` when they end before the position.
    public func dues(
        knownAt instant: Instant, through position: Int64, after contract: UUID?, atMost limit: Int, in session: Session
    ) throws -> [DueContract] {
        try session.transaction(.repeatableRead) { session in
            try ProjectionVersion.keepUnchanged(in: session)
            let checkpoint = try dueCheckpoint(in: session)
            guard checkpoint.position >= position else {
                throw PortfolioError.behind(position: position, reached: checkpoint.position)
            }
            try ProjectionVersion.requireSettled(checkpoint.version, in: session)
            let reading = PortfolioReading(
                session: session, schema: checkpoint.schema, knownAt: instant, isCurrent: false, format: .ndjson,
                page: Inquiry.Page(after: contract?.text, limit: limit))
            return try reading.dues(atMost: limit)
        }
    }

    /// The number of the version of the projections that dues are read from.
    ///
    /// - Throws: `PortfolioError.outdated` when other rules made it.
    public func dueVersion(in session: Session) throws -> Int { try dueCheckpoint(in: session).version }

    private func dueCheckpoint(in session: Session) throws -> Projector.Checkpoint {
        let (checkpoint, mark) = try Portfolio.marked(in: session, by: rules)
        guard mark == nil || mark == rules.mark else { throw PortfolioError.outdated }
        return checkpoint
    }
}

extension PortfolioReading {
    /// What stands between the codes of a row's employers: no code has a control character.
    private static let separator: Character = "\u{1F}"

    fileprivate func dues(atMost limit: Int) throws -> [DueContract] {
        let query = """
            SELECT k.contract_id, k.recorded_at, p.starts, p.terms, p.amounts, w.starts, array_to_string(w.employers, E'\\x1f', '')
            FROM \(schema).contract k \(known(.liability, as: "p")) \(known(.employment, as: "w"))
            WHERE true \(after(try cursor, "k.contract_id")) ORDER BY k.contract_id LIMIT \(limit)
            """
        var contracts: [DueContract] = []
        contracts.reserveCapacity(limit)
        var (recordedAt, starts, terms): ([PostgresTimestamp], [PostgresDate], [Int32]) = ([], [], [])
        var amounts: [Int64] = []
        try rows(query, employer: nil) { row in
            let id = UUID(bits: try row.uuid())
            try row.array(into: &recordedAt)
            try row.array(into: &starts)
            try row.array(into: &terms)
            try row.array(into: &amounts)
            guard let liabilities = MonthLine(starts: starts, terms, amounts) else {
                throw DamagedDues(contract: id)
            }
            try row.array(into: &starts)
            let codes = (try row.textOrNull() ?? "").split(separator: Self.separator, omittingEmptySubsequences: false)
            let changes = zip(starts, codes).map {
                Timeline<String?>.Change(on: Day($0), value: $1.isEmpty ? nil : String($1))
            }
            guard let employers = Timeline<String?>(initial: nil, changes: changes) else {
                throw DamagedDues(contract: id)
            }
            contracts.append(
                DueContract(id: id, recordedAt: recordedAt.map { Instant($0) }, liabilities: liabilities, employers: employers))
        }
        return contracts
    }
}

extension MonthLine where Value == Situation.Liability {
    /// The months of a row; `nil` when they are not in order, or have a code that there is not.
    fileprivate init?(starts: [PostgresDate], _ terms: [Int32], _ amounts: [Int64]) {
        guard !terms.isEmpty, starts.count == terms.count, amounts.count == 3 * terms.count,
            terms.allSatisfy({ Codes.standings.indices.contains(Int($0 >> 8 & 15)) && Codes.methods.indices.contains(Int($0 >> 12 & 15)) })
        else { return nil }
        func liability(_ place: Int) -> Situation.Liability {
            let term = terms[place]
            func money(_ offset: Int) -> Money { Money(cents: Int(amounts[3 * place + offset])) }
            return Situation.Liability(
                dayOfMonth: Int(term & 255), standing: Codes.standings[Int(term >> 8 & 15)],
                due: Flows(employerToInsurer: money(0), agentToInsurer: money(1), employerToAgent: money(2)),
                collection: CotisationCollection(method: Codes.methods[Int(term >> 12 & 15)], mandateMissing: term >> 16 & 1 == 1),
                unconfirmed: ParameterSet(bits: 0))
        }
        let changes = starts.indices.dropFirst().map { Timeline.Change(on: Day(starts[$0]), value: liability($0)) }
        guard let days = Timeline(initial: liability(0), changes: changes) else { return nil }
        self.init(days)
    }
}
