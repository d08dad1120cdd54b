public import Billing
public import CivilTime
import EventLog
public import Postgres

/// All runs of the log, in order of their numbers.
public struct RunHistory: Sendable {
    /// The runs.
    public private(set) var runs: [RecordedRun] = []
    /// How many events the stream has.
    private(set) var version = 0

    /// No run.
    init() {}

    /// The runs that the log has now.
    public static func read(in session: Session) throws -> RunHistory {
        var history = RunHistory()
        let stream = LogStream.runs.id
        for event in try EventLog.events(of: [stream], in: session)[stream, default: []] { try history.take(event) }
        return history
    }

    /// The runs as known at an instant: a run is there from its acceptance on, and complete from its completion on.
    public func known(at instant: Instant) -> RunHistory {
        var known = RunHistory()
        for recorded in runs where recorded.run.knownAt < instant {
            var then = recorded
            (then.outcome, then.cancelledBy) = (nil, nil)
            if let outcome = recorded.outcome, let completion = outcome.completion, completion.recordedAt <= instant {
                then.outcome = outcome
                known.cancel(then.run)
            }
            known.runs.append(then)
        }
        return known
    }

    /// The run in progress; there is at most one.
    public var open: RecordedRun? { runs.last { $0.outcome == nil } }

    /// The run with a number.
    public subscript(number: Int) -> RecordedRun? { place(of: number).map { runs[$0] } }

    /// How far numbers jump after a recovery: more runs than any backup lacks.
    static let lostNumbers = 1000

    /// The number of the next run. Numbers follow each other without a gap, but after a recovery: a bank may have files of runs that the restored log has
    /// lost, and no other file may bear their names. So the first run of an incarnation begins another thousand.
    func nextNumber(in log: LogIdentity) -> Int {
        let last = runs.last?.run.number ?? 0
        if log.incarnation == 1 || log.begunAfter < runs.last?.source ?? 0 { return last + 1 }
        return (last / Self.lostNumbers + 1) * Self.lostNumbers + 1
    }

    /// The place of the run with a number. There can be fewer runs than numbers.
    private func place(of number: Int) -> Int? {
        let place = runs.partitioningIndex { $0.run.number >= number }
        return place < runs.endIndex && runs[place].run.number == number ? place : nil
    }

    /// The complete runs of a scheme before another run; all of them when none is given.
    public func book(of scheme: String, before number: Int = .max) -> RunBook {
        RunBook(runs.filter { $0.run.scheme == scheme && $0.outcome != nil && $0.run.number < number }.map(\.run))
    }

    /// The runs of a scheme that were complete before a position of the log.
    func book(of scheme: String, completeBy position: Int64) -> RunBook {
        RunBook(runs.filter { $0.run.scheme == scheme && $0.outcome?.completion.map { $0.position < position } ?? false }.map(\.run))
    }

    /// A file as its run leaves it: nobody hands over one whose run was cancelled. What the bank collected of a cancelled run stays so.
    ///
    /// - Throws: `file.unknown`; `run.inProgress` while its run is being cancelled.
    func settled(_ stored: StoredFile) throws(BillingRefusal) -> StoredFile {
        guard let recorded = self[stored.run] else { throw BillingRefusal(.fileUnknown) }
        if open?.run.kind.cancels == stored.run { throw BillingRefusal(.runInProgress) }
        if recorded.cancelledBy == nil || stored.file.state != .presented { return stored }
        return StoredFile(
            run: stored.run,
            file: DirectDebitFile(id: stored.file.id, collectionOn: stored.file.collectionOn, state: .withdrawn))
    }

    /// Takes the next event of the stream.
    mutating func take(_ event: RecordedEvent) throws {
        version = event.version
        switch try RunEvent(event) {
        case .accepted(let run, let digest):
            guard run.number > runs.last?.run.number ?? 0 else { throw RunEvent.Unreadable(position: event.position) }
            runs.append(RecordedRun(run: run, source: event.position, recordedBy: event.recordedBy, schemeDigest: digest))
        case .completed(let number, var outcome):
            guard let place = place(of: number) else { throw RunEvent.Unreadable(position: event.position) }
            outcome.completion = RunOutcome.Completion(position: event.position, recordedAt: Instant(microseconds: event.recordedAt))
            runs[place].outcome = outcome
            cancel(runs[place].run)
        case nil: break
        }
    }

    /// Marks the run that a complete run takes back.
    private mutating func cancel(_ run: BillingRun) {
        if let place = run.kind.cancels.flatMap({ place(of: $0) }) { runs[place].cancelledBy = run.number }
    }
}

extension Array {
    /// The first place whose element fulfils a condition that all later ones fulfil too.
    fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
