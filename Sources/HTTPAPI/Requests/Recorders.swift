import Access

/// The roles that record.
enum Recorders: RecordingRequirement { static let roles = Set<Role>.recorders }
