import Access

/// Supervisors.
enum Supervisors: RecordingRequirement { static let roles: Set<Role> = [.supervisor] }
