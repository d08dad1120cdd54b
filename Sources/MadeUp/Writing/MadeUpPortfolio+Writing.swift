public import Postgres
import CivilTime
import EventLog
import FoundationEssentials

extension MadeUpPortfolio {
    /// The number of events in one append.
    private static let groupSize = 8192

    /// Makes the first `contracts` lives of a world, and records them in an empty log.
    ///
    /// - Parameter progress: called now and then with the progress, on any thread.
    /// - Throws: ``Failure``, `ScratchFile.Failure`, `PostgresError`, or `CancellationError` if cancelled before anything is recorded.
    public static func write(
        _ contracts: Int, of world: World, to database: Database, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> Summary {
        try await database.withSession { session in _ = try emptyEnd(in: session) }
        let workshop = try Workshop(contracts, of: world, progress)
        try await workshop.makeAll()
        let tally = workshop.stock.tally
        var end = try await database.withSession { session in try emptyEnd(in: session) }

        var instants: [Instant] = []
        do {
            for (sitting, instant) in world.instants.enumerated() {
                let runs = workshop.stock.runs(of: sitting)
                if runs.isEmpty { continue }
                instants.append(instant)
                end = try await database.withSession { [end] session in
                    try record(runs, of: workshop.stock, at: instant, behind: end, in: session) {
                        progress(.recorded($0, of: tally.events))
                    }
                }
            }
        } catch is CancellationError {
            throw Failure.interrupted(events: Int(end.position))
        }
        return Summary(
            contracts: contracts, events: tally.events, eventsByType: tally.byType, dropped: tally.dropped,
            recorded: (instants.first ?? Instant(microseconds: 0))...(instants.last ?? Instant(microseconds: 0)))
    }

    /// The head of an empty log. Throws when the log has events.
    private static func emptyEnd(in session: Session) throws -> Head {
        let end = try EventLog.head(in: session)
        guard end.position == 0 else { throw Failure.logNotEmpty(events: Int(end.position)) }
        return end
    }

    /// Records all events of one sitting, in groups.
    ///
    /// - Returns: the new end of the log.
    private static func record(
        _ runs: [Stock.Run], of stock: borrowing Stock, at instant: Instant, behind end: Head, in session: Session,
        progress: (Int) -> Void
    ) throws -> Head {
        var end = end
        var group = Group()
        func append() throws {
            let appended = try EventLog.append(group.proposals, behind: end, madeUpAt: instant.microseconds, in: session)
            guard let appended else { throw Failure.notAlone }
            end = appended.end
            group = Group()
            progress(Int(end.position))
        }
        for run in runs {
            for entry in try stock.entries(of: run) {
                if group.events >= groupSize, !group.continues(with: entry) { try append() }
                group.add(entry)
            }
        }
        if group.events > 0 { try append() }
        return end
    }
}

/// The events of one append.
private struct Group {
    /// The events by proposal.
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
