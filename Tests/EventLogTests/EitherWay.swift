import Testing

/// Runs each test of a suite three times: with appends whose rows are inserted, with appends whose rows are copied in, and on a log in parts.
struct EitherWay: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    /// The number of rows from which on `LogUnderTest` copies.
    @TaskLocal static var copyingFrom = Int.max
    /// The number of parts in which `withLog` stores the events.
    @TaskLocal static var parts = 1

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        for (rows, parts) in [(Int.max, 1), (0, 1), (Int.max, 3)] {
            try await Self.$copyingFrom.withValue(rows) { try await Self.$parts.withValue(parts) { try await body() } }
        }
    }
}

extension Trait where Self == EitherWay {
    /// With either way of appending, and in parts.
    static var eitherWay: Self { EitherWay() }
}
