import Access

/// The role that runs the service.
enum Operators: RoleRequirement { static let roles: Set<Role> = [.operator] }
