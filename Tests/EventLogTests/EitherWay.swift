import Testing

/// Runs each test of a suite twice: with appends whose rows are inserted, and with appends whose rows are copied in.
struct EitherWay: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    /// The number of rows from which on `LogUnderTest` copies.
    @TaskLocal static var copyingFrom = Int.max

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        for rows in [Int.max, 0] { try await Self.$copyingFrom.withValue(rows) { try await body() } }
    }
}

extension Trait where Self == EitherWay {
    /// Twice, with either way of appending.
    static var eitherWay: Self { EitherWay() }
}
