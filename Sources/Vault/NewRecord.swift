/// A record to be kept, with the terms by which its person is found and who keeps it.
public struct NewRecord: Sendable {
    let record: Record
    let terms: [SearchTerm]
    let recordedBy: String?
    let recordedAt: Int64?
    let commandKey: String?

    /// A record to be kept.
    ///
    /// - Parameters:
    ///   - terms: all terms of the record: they take the place of those of the record before.
    ///   - recordedBy: the identifier of a caller, never a name.
    ///   - recordedAt: in microseconds since 1970.
    ///   - commandKey: under which idempotency key the command is known that told it, if it came with one: its fingerprint is destroyed with the
    ///     record.
    public init(
        _ record: Record, terms: [SearchTerm] = [], recordedBy: String? = nil, recordedAt: Int64? = nil, commandKey: String? = nil
    ) {
        self.record = record
        self.terms = terms
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.commandKey = commandKey
    }
}
