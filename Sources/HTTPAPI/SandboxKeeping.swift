public import CivilTime
public import ContractService

/// Sets a sandbox's clock and empties its data.
public protocol SandboxKeeping: Sendable {
    /// Stops the clock at `instant` until it is set again.
    ///
    /// - Throws: `ServiceError.clockGoesBack`.
    func setClock(to instant: Instant) async throws

    /// Deletes all data and lets the clock run again.
    func reset() async throws
}

extension ServiceSandbox: SandboxKeeping {}
