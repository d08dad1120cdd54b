import Access

/// Roles that may record the facts of some command.
protocol RecordingRequirement: RoleRequirement {}
