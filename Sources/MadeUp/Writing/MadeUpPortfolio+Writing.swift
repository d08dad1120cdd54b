public import Postgres
import CivilTime
import EventLog
import FoundationEssentials

extension MadeUpPortfolio {
    /// How many events are appended together.
    private static let groupSize = 8192

    /// Makes the first `contracts` lives of a world and records them in a log, which must be empty.
    ///
    /// - Parameter progress: told now and then how far it has come, on any thread.
    /// - Throws: ``Failure``, `PostgresError`, or `CancellationError` when the task is cancelled before anything is recorded.
    public static func write(
        _ contracts: Int, of world: World, to database: Database, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> Summary {
        try await database.withSession { session in try requireEmptyLog(in: session) }
        let workshop = try Workshop(contracts, of: world, progress)
        try await workshop.makeAll()
        let tally = workshop.stock.tally
        try await database.withSession { session in try requireEmptyLog(in: session) }

        var recorded = 0
        var instants: [Instant] = []
        do {
            for (sitting, instant) in world.instants.enumerated() {
                let runs = workshop.stock.runs(of: sitting)
                if runs.isEmpty { continue }
                instants.append(instant)
                recorded = try await database.withSession { [recorded] session in
                    try record(runs, of: workshop.stock, at: instant, after: recorded, in: session) {
                        progress(.recorded($0, of: tally.events))
                    }
                }
            }
        } catch is CancellationError {
            throw Failure.interrupted(events: recorded)
        }
        return Summary(
            contracts: contracts, events: tally.events, eventsByType: tally.byType, dropped: tally.dropped,
            recorded: (instants.first ?? Instant(microseconds: 0))...(instants.last ?? Instant(microseconds: 0)))
    }

    private static func requireEmptyLog(in session: Session) throws {
        let events = Int(try EventLog.head(in: session).position)
        guard events == 0 else { throw Failure.logNotEmpty(events: events) }
    }

    /// Records all that one sitting learnt, in groups.
    ///
    /// - Returns: how many events the log holds then.
    private static func record(
        _ runs: [Stock.Run], of stock: borrowing Stock, at instant: Instant, after recorded: Int, in session: Session,
        progress: (Int) -> Void
    ) throws -> Int {
        var recorded = recorded
        var group = Group()
        func append() throws {
            let verdicts = try EventLog.append(group.proposals, madeUpAt: instant.microseconds, in: session)
            recorded += group.events
            guard case .appended(let receipt)? = verdicts.last, receipt.position == recorded else { throw Failure.notAlone }
            group = Group()
            progress(recorded)
        }
        for run in runs {
            for entry in try stock.entries(of: run) {
                if group.events >= groupSize, !group.continues(with: entry) { try append() }
                group.add(entry)
            }
        }
        if group.events > 0 { try append() }
        return recorded
    }
}

/// What is appended together.
private struct Group {
    /// By proposal.
    private var entries: [[Entry]] = []
    private(set) var events = 0

    /// Whether an event belongs to the last proposal.
    func continues(with entry: Entry) -> Bool {
        entries.last?.first.map { $0.contract == entry.contract && $0.recorder == entry.recorder } ?? false
    }

    mutating func add(_ entry: Entry) {
        if continues(with: entry) { entries[entries.count - 1].append(entry) } else { entries.append([entry]) }
        events += 1
    }

    var proposals: [Proposal] {
        entries.map { entries in
            Proposal(
                contract: entries[0].contract, expectedVersion: entries[0].version - 1, events: entries.map(\.event),
                recordedBy: entries[0].recorder.name)
        }
    }
}
