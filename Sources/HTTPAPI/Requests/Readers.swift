import Access

/// Those who read every contract.
enum Readers: RoleRequirement { static let roles = Set<Role>.readers }
