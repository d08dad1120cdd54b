import Access

/// Roles that may record what some command tells.
protocol RecordingRequirement: RoleRequirement {}
