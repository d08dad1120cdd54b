import Access

/// Those who record.
enum Recorders: RecordingRequirement { static let roles = Set<Role>.recorders }
