import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres
import Vault

/// What a group is decided on.
struct LoadedGroup {
    /// Each contract as it is at the end of the working set.
    var basis: [UUID: FoldedContract] = [:]
    /// What was answered to those of the keys that are known.
    private(set) var answered: [String: KeptAnswer] = [:]
    /// Whether the keys were looked up: else they are taken to be unknown.
    private(set) var hasLookedUpKeys = false
    /// Where the log ends, if its head is held.
    private(set) var heldEnd: Head?

    mutating func note(_ look: LogLook<RecordedFact>, keys: Int, isHeld: Bool) {
        if keys > 0 { (answered, hasLookedUpKeys) = (look.answers, true) }
        if isHeld { heldEnd = look.tail.end }
    }
}
