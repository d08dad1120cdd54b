import Billing
public import CivilTime
public import Contracts
import FoundationEssentials
public import JSON
import Postgres

extension JSON.Shape where Value == Day {
    /// A valid date, as `YYYY-MM-DD`.
    public static var day: Self { .text("YYYY-MM-DD") { Day($0) } }
}

extension JSON.Shape where Value == Month {
    /// A month, as `YYYY-MM`.
    public static var month: Self { .text("YYYY-MM") { Month($0) } }
}

extension JSON.Shape where Value == Instant {
    /// An instant, in RFC 3339.
    public static var instant: Self { .text("YYYY-MM-DDThh:mm:ssZ") { Instant($0) } }
}

extension JSON.Shape where Value == Money {
    /// An amount in cents, 0 or more.
    public static var cents: Self {
        .number("0…\(Money.greatestOnWire)") { (0...Money.greatestOnWire).contains($0) ? Money(cents: $0) : nil }
    }
}

extension JSON.Shape where Value == IBAN {
    /// An IBAN.
    static var iban: Self { .text("IBAN: ISO 13616, MOD 97") { IBAN($0) } }
}

extension JSON.Shape where Value == BeneficiaryID {
    /// A UUID.
    public static var beneficiary: Self { .text("UUID") { BeneficiaryID($0) } }
}

extension JSON.Shape where Value == String {
    /// A text of this length.
    public static func text(_ length: ClosedRange<Int>) -> Self {
        .text("\(length.lowerBound)…\(length.upperBound) characters") { length.contains($0.scalarCount) ? $0 : nil }
    }

    /// A code, a name or a reference.
    static var code: Self { .text(1...100) }
}

extension String {
    /// The number of Unicode scalars: all bytes except continuation bytes.
    var scalarCount: Int {
        utf8.withContiguousStorageIfAvailable { $0.count { byte in byte & 0xC0 != 0x80 } } ?? unicodeScalars.count
    }
}

extension Money {
    /// The maximum amount: ten thousand million euros. A larger number is a mistake, and sums below it never overflow.
    static let greatestOnWire = 1_000_000_000_000
}

extension BeneficiaryID: LosslessStringConvertible {
    /// Reads a UUID in its usual form, in either case.
    public init?(_ text: String) {
        guard let uuid = UUID(text: text) else { return nil }
        self.init(uuid)
    }

    /// The UUID in lower case.
    public var description: String { uuid.text }

    /// The identifier with a UUID's bits.
    init(_ uuid: UUID) {
        self.init(bits: uuid.bits)
    }

    /// The UUID with these bits.
    var uuid: UUID { UUID(bits: bits) }
}

extension JSON {
    /// A value's text, or null.
    init(_ value: (some LosslessStringConvertible)?) { self = value.map { .string($0.description) } ?? .null }

    /// A day for display; null when it is missing or outside the calendar.
    init(_ day: Day?) { self = day.flatMap { Day.calendar.contains($0) ? .string($0.description) : nil } ?? .null }

    /// A month for display; null when it is missing or outside the calendar.
    init(_ month: Month?) { self = month.flatMap { Month.calendar.contains($0) ? .string($0.description) : nil } ?? .null }

    /// The wire name of a case, or null.
    init(_ value: (some RawRepresentable<String>)?) { self = value.map { .string($0.rawValue) } ?? .null }
}

extension JSON {
    /// An object with the fields that have a value, from one list after another.
    static func fields(_ lists: [(String, JSON?)]...) -> JSON {
        var object = JSON.Object()
        object.reserve(lists.reduce(0) { $0 + $1.count })
        for list in lists {
            for case (let key, let value?) in list { object.append(key, value) }
        }
        return .object(object)
    }
}
