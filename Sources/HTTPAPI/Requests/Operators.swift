import Access

/// Those who run the service.
enum Operators: RoleRequirement { static let roles: Set<Role> = [.operator] }
