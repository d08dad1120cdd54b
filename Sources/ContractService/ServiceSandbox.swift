public import CivilTime
import DatabaseSchema
import EventLog
public import Postgres

/// The clock and the broom of a training ground: a service on a throw-away database, whose time is set.
public struct ServiceSandbox: Sendable {
    private let clock: SandboxClock
    private let owner: Database

    /// - Parameter owner: connections of the database's owner, who alone may empty it; the database must be marked as a sandbox.
    public init(clock: SandboxClock, owner: Database) {
        self.clock = clock
        self.owner = owner
    }

    /// Sets the clock, where it stands until it is set again. The first setting may be any instant, unless something was recorded before.
    ///
    /// - Throws: `ServiceError.clockGoesBack`.
    public func setClock(to instant: Instant) async throws {
        let head = try await owner.withSession { session in try EventLog.head(in: session) }
        if let recordedAt = head.recordedAt, instant.microseconds < recordedAt { throw ServiceError.clockGoesBack }
        guard clock.set(instant) else { throw ServiceError.clockGoesBack }
    }

    /// Empties everything and frees the clock.
    public func reset() async throws {
        try await owner.withSession { session in try Deployment.emptySandbox(in: session) }
        clock.free()
    }
}
