import Contracts
import EventLog
import FoundationEssentials
import Postgres
import Vault

/// The basis of a group's decisions.
struct LoadedGroup {
    /// Each contract at the end of the cache.
    var basis: [UUID: FoldedContract] = [:]
    /// The kept answers of the known keys.
    private(set) var answered: [String: KeptAnswer] = [:]
    /// Whether the keys were looked up; otherwise they are assumed to be unknown.
    private(set) var hasLookedUpKeys = false
    /// The end of the log, if its head is locked.
    private(set) var heldEnd: Head?

    mutating func note(_ look: LogLook<RecordedFact>, keys: Int, isHeld: Bool) {
        if keys > 0 { (answered, hasLookedUpKeys) = (look.answers, true) }
        if isHeld { heldEnd = look.tail.end }
    }
}
