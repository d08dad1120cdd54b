/// Runs an operation, and cancels it when it is not done in time.
///
/// - Throws: `error` when the time is up, else what the operation throws.
func withDeadline<Value: Sendable>(
    _ duration: Duration, throwing error: some Error, _ operation: @Sendable () async throws -> Value
) async throws -> Value {
    try await withoutActuallyEscaping(operation) { operation in
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await operation() }
            group.addTask {
                try await Task.sleep(for: duration)
                throw error
            }
            defer { group.cancelAll() }
            guard let first = await group.nextResult() else { throw CancellationError() }
            return try first.get()
        }
    }
}
