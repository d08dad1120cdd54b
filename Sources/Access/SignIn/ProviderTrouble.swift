/// The provider does not work at the moment, or does not behave as its metadata says.
public struct ProviderTrouble: Error, Hashable {
    /// The reason, for the log. Contains no personal data and no secret.
    public let reason: String

    /// A trouble with this reason.
    public init(_ reason: String) { self.reason = reason }
}
