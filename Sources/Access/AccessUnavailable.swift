/// The register of callers does not answer at the moment.
public struct AccessUnavailable: Error {
    /// How many seconds to wait before a retry.
    public let retryAfterSeconds = 1

    /// The one value.
    public init() {}
}
