/// A record to keep, with its search terms and the caller who keeps it.
public struct NewRecord: Sendable {
    let record: Record
    let terms: [SearchTerm]
    let recordedBy: String?
    let recordedAt: Int64?
    let commandKey: String?

    /// A record to keep.
    ///
    /// - Parameters:
    ///   - terms: all search terms of the record; they replace the earlier record's terms.
    ///   - recordedBy: the identifier of a caller, never a name.
    ///   - recordedAt: in microseconds since 1970.
    ///   - commandKey: the idempotency key of the command that gave the record, if any. An erasure destroys its fingerprint too.
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
