public import Access

/// Why a page cannot be shown, besides what the service says.
public enum PageTrouble: Error, Hashable, Sendable {
    /// There is no such page, or nothing by that name.
    case notFound
    /// The caller has asked for too much in a short time.
    case tooMany(retryAfterSeconds: Int)
    /// One of these roles is needed for what the address or a form asks.
    case roleNeeded(Set<Role>)
}
