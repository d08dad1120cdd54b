public import Words

/// A kind of paper about a contract.
public enum PaperKind: String, CaseIterable, Sendable, LosslessStringConvertible, Worded {
    /// The people covered on a day.
    case cover
    /// The end of cover.
    case endOfCover = "end-of-cover"
    /// The third-party payment card.
    case card
    /// The portability: its length, and the proofs received.
    case portability
    /// The cotisation of a month.
    case statement

    /// Reads the name in an address.
    public init?(_ text: String) { self.init(rawValue: text) }

    /// The name in an address.
    public var description: String { rawValue }

    /// The name of the paper.
    public var words: Bilingual {
        switch self {
        case .cover: both("attestation de couverture", "certificate of cover")
        case .endOfCover: both("certificat de fin de couverture", "certificate of end of cover")
        case .card: both("carte de tiers payant", "third-party payment card")
        case .portability: both("attestation de portabilité", "certificate of portability")
        case .statement: both("relevé de cotisation", "statement of the month's cotisation")
        }
    }

    /// The number in a reference. Add new numbers, never change one.
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
