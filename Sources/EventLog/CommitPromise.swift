/// What a commit waits for on this server before it is answered.
public struct CommitPromise: Sendable, Hashable {
    /// Whether the primary has flushed the commit to its disk.
    public let isFlushed: Bool
    /// How many standbys have flushed it too. Without them the commit is lost with the primary.
    public let synchronousStandbys: Int

    /// Reads it from the server's settings of these names.
    init(fsync: String, synchronousCommit: String, synchronousStandbyNames names: String) {
        isFlushed = fsync == "on" && synchronousCommit != "off"
        // `local` waits for no standby, and `remote_write` not for a standby's flush.
        guard ["on", "remote_apply"].contains(synchronousCommit), names.contains(where: { !$0.isWhitespace }) else {
            synchronousStandbys = 0
            return
        }
        // `FIRST 2 (a, b, c)`, `ANY 2 (a, b, c)` and `2 (a, b, c)` say how many; a list without a number means one.
        synchronousStandbys = names.firstMatch(of: /^\s*(?:(?i:first|any)\s+)?(\d+)\s*\(/).flatMap { Int($0.1) } ?? 1
    }
}
