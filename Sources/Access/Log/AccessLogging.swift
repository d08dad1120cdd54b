/// The access log as its users see it: ``AccessLog``, or a script in its place in tests.
public protocol AccessLogging: Sendable {
    /// Records a reading. It is durable when this returns: only then may what was read be shown.
    ///
    /// - Throws: when it is not known to be recorded.
    func record(_ reading: Reading) async throws

    /// The readings that a filter names, the latest first, at most `limit`.
    func readings(_ filter: ReadingFilter, limit: Int) async throws -> [RecordedReading]
}
