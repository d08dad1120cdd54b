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
            var then = RecordedRun(run: recorded.run, source: recorded.source, recordedBy: recorded.recordedBy)
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
    public subscript(number: Int) -> RecordedRun? { runs.indices.contains(number - 1) ? runs[number - 1] : nil }

    /// The complete runs of a scheme before another run; all of them when none is given.
    public func book(of scheme: String, before number: Int = .max) -> RunBook {
        RunBook(runs.filter { $0.run.scheme == scheme && $0.outcome != nil && $0.run.number < number }.map(\.run))
    }

    /// Takes the next event of the stream.
    mutating func take(_ event: RecordedEvent) throws {
        version = event.version
        switch try RunEvent(event) {
        case .accepted(let run):
            guard run.number == runs.count + 1 else { throw RunEvent.Unreadable(position: event.position) }
            runs.append(RecordedRun(run: run, source: event.position, recordedBy: event.recordedBy))
        case .completed(let number, var outcome):
            guard let run = self[number]?.run else { throw RunEvent.Unreadable(position: event.position) }
            outcome.completion = RunOutcome.Completion(position: event.position, recordedAt: Instant(microseconds: event.recordedAt))
            runs[number - 1].outcome = outcome
            cancel(run)
        }
    }

    /// Marks the run that a complete run takes back.
    private mutating func cancel(_ run: BillingRun) {
        if let cancelled = run.kind.cancels, runs.indices.contains(cancelled - 1) { runs[cancelled - 1].cancelledBy = run.number }
    }
}
