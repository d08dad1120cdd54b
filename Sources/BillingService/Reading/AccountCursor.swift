import CivilTime

/// Where a page of an account ends: `position_place_cents`.
struct AccountCursor: LosslessStringConvertible {
    /// Of the event from which on the last entry counts.
    let position: Int64
    /// In the entries of that event.
    let place: Int32
    /// The balance before the last entry.
    let balance: Money

    init(position: Int64, place: Int32, balance: Money) {
        self.position = position
        self.place = place
        self.balance = balance
    }

    /// The greatest balance that is read. An address can say anything, and no sum of it and a page of movements may overflow.
    private static let greatestCents: UInt = 1_000_000_000_000_000_000

    init?(_ text: String) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, let position = Int64(parts[0]), let place = Int32(parts[1]), let cents = Int(parts[2]),
            cents.magnitude <= Self.greatestCents
        else { return nil }
        self.init(position: position, place: place, balance: Money(cents: cents))
    }

    var description: String { "\(position)_\(place)_\(balance.cents)" }
}
