/// The access log for its users: ``AccessLog``, or a script in tests.
public protocol AccessLogging: Sendable {
    /// Records a reading durably. The data may be shown only once this returns.
    ///
    /// - Throws: when the reading is not known to be recorded.
    func record(_ reading: Reading) async throws

    /// The readings that match a filter, the latest first, at most `limit`.
    func readings(_ filter: ReadingFilter, limit: Int) async throws -> [RecordedReading]
}
