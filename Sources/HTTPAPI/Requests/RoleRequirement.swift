import Access

/// A set of roles as a type. A handler that needs one of these roles takes a `RoleScope` of this type.
protocol RoleRequirement: SendableMetatype {
    /// The roles of which a caller needs one.
    static var roles: Set<Role> { get }
}
