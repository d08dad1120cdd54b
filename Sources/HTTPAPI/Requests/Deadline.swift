/// Runs an operation, and cancels it when it is not done in time.
///
/// - Throws: `CancellationError` when the time is up first, otherwise the operation's error.
func withDeadline<Value: Sendable>(_ duration: Duration, _ operation: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: duration)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw CancellationError() }
        return value
    }
}
