/// Runs an operation, and cancels it when it is not done in time. It is told of itself, so that parts of it can have shorter deadlines.
///
/// - Throws: `error` when the time was up first, else what the operation throws.
func withDeadline<Value: Sendable>(
    _ duration: Duration, throwing error: some Error, _ operation: @Sendable (Work) async throws -> Value
) async throws -> Value {
    let work = Work()
    return try await work.within(duration, throwing: error) {
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
