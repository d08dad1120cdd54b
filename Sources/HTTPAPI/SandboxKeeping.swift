public import CivilTime
public import ContractService

/// The clock and the broom of a sandbox.
public protocol SandboxKeeping: Sendable {
    /// Sets the clock, where it stands until it is set again.
    ///
    /// - Throws: `ServiceError.clockGoesBack`.
    func setClock(to instant: Instant) async throws

    /// Empties everything and frees the clock.
    func reset() async throws
}

extension ServiceSandbox: SandboxKeeping {}
