/// The register of callers cannot be asked at the moment.
public struct AccessUnavailable: Error {
    /// The least seconds after which it is worth trying again.
    public let retryAfterSeconds = 1

    /// The one value.
    public init() {}
}
