/// The provider cannot be used at the moment, or not as it describes itself.
public struct ProviderTrouble: Error, Hashable {
    /// Why, for the log. Nothing of a person or a secret.
    public let reason: String

    /// A trouble in words for the log.
    public init(_ reason: String) { self.reason = reason }
}
