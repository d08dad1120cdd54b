public import Words

/// A paper that the pages print of a contract.
public enum PaperKind: String, CaseIterable, Sendable, LosslessStringConvertible, Worded {
    /// Who is covered on a day.
    case cover
    /// That cover ended, and when.
    case endOfCover = "end-of-cover"
    /// The third-party payment card.
    case card
    /// That guarantees are kept after employment, for how long, and which proofs came.
    case portability
    /// What a month comes to.
    case statement

    /// Reads the name in an address.
    public init?(_ text: String) { self.init(rawValue: text) }

    /// The name in an address.
    public var description: String { rawValue }

    /// What the paper is called.
    public var words: Bilingual {
        switch self {
        case .cover: both("attestation de couverture", "certificate of cover")
        case .endOfCover: both("certificat de fin de couverture", "certificate of end of cover")
        case .card: both("carte de tiers payant", "third-party payment card")
        case .portability: both("attestation de portabilité", "certificate of portability")
        case .statement: both("relevé de cotisation", "statement of the month's cotisation")
        }
    }

    /// The number in a reference. Numbers are only ever added.
    var code: UInt8 {
        switch self {
        case .cover: 0
        case .endOfCover: 1
        case .card: 2
        case .portability: 3
        case .statement: 4
        }
    }

    /// The kind with a number.
    init?(code: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}
