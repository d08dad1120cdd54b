import Access

/// The roles that read every contract.
enum Readers: RoleRequirement { static let roles = Set<Role>.readers }
