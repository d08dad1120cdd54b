/// Records that were read for many people at once.
public struct OpenedRecords: Sendable {
    /// The records that open.
    public internal(set) var records: [Record] = []
    /// The people of whom a record does not open: it was altered or moved.
    public internal(set) var damaged: Set<Vault.Owner> = []
}
