import Access

/// Some roles, as a type: a handler that needs one of them takes a `RoleScope` of it.
protocol RoleRequirement: SendableMetatype {
    /// One of these is needed.
    static var roles: Set<Role> { get }
}
