public import Access

/// Why a page cannot be shown, besides errors of the service.
public enum PageTrouble: Error, Hashable, Sendable {
    /// There is no such page or object.
    case notFound
    /// The caller has sent too many requests in a short time.
    case tooMany(retryAfterSeconds: Int)
    /// The address or the form needs one of these roles.
    case roleNeeded(Set<Role>)
}
