/// Runs an operation, and cancels it when it is not done in time. It is told of itself, so that parts of it can have shorter deadlines.
///
/// - Parameter late: makes the answer of what the operation came to after the time was up.
func withDeadline<Value: Sendable>(
    _ duration: Duration, late: (Result<Value, any Error>) throws -> Value, _ operation: @Sendable (Work) async throws -> Value
) async throws -> Value {
    let work = Work()
    return try await work.within(duration, late: late) {
        try await withoutActuallyEscaping(operation) { operation in
            let task = Task(executorPreference: EventLoopExecutor.current) { try await operation(work) }
            work.begin { task.cancel() }
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        }
    }
}

/// The same for an operation that is worth nothing when it is late.
///
/// - Throws: `error` when the time was up first, else what the operation throws.
func withDeadline<Value: Sendable>(
    _ duration: Duration, throwing error: some Error, _ operation: @Sendable (Work) async throws -> Value
) async throws -> Value {
    try await withDeadline(duration, late: { _ in throw error }, operation)
}
