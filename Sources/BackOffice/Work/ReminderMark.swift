import Access
import CivilTime
import ContractService
import Crypto
import Portfolio

/// Identifies a list of reminders: with it, the same list is read again, or none.
struct ReminderMark: Hashable, Sendable {
    let day: Day
    let knownAt: Instant
    let digest: String

    init(day: Day, knownAt: Instant, digest: String) {
        self.day = day
        self.knownAt = knownAt
        self.digest = digest
    }

    /// Opens a sealed mark.
    init?(_ sealed: String, _ seal: AddressSeal, _ visit: Visit) {
        guard let text = seal.open(sealed, for: "reminders", by: visit.caller.id) else { return nil }
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 3, let day = Day(parts[0]), let knownAt = Instant(parts[1]) else { return nil }
        self.init(day: day, knownAt: knownAt, digest: parts[2])
    }

    func sealed(_ seal: AddressSeal, _ visit: Visit) -> String {
        seal.seal("\(day) \(knownAt) \(digest)", for: "reminders", owner: visit.caller.id)
    }
}
