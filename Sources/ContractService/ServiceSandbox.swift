public import CivilTime
import DatabaseSchema
import EventLog
public import Postgres

/// Sets a sandbox's clock and empties its data.
public struct ServiceSandbox: Sendable {
    private let clock: SandboxClock
    private let owner: Database

    /// - Parameter owner: connections of the database's owner, who alone may empty it. The database must be marked as a sandbox.
    public init(clock: SandboxClock, owner: Database) {
        self.clock = clock
        self.owner = owner
    }

    /// Sets the clock, which then stands still. Refuses an instant before the last setting or the last recorded event.
    ///
    /// - Throws: `ServiceError.clockGoesBack`.
    public func setClock(to instant: Instant) async throws {
        let head = try await owner.withSession { session in try EventLog.head(in: session) }
        if let recordedAt = head.recordedAt, instant.microseconds < recordedAt { throw ServiceError.clockGoesBack }
        guard clock.set(instant) else { throw ServiceError.clockGoesBack }
    }

    /// Deletes all data, and returns to the machine's time.
    public func reset() async throws {
        try await owner.withSession { session in try Deployment.emptySandbox(in: session) }
        clock.free()
    }
}
