/// A part of what is known of a contract. The latest state is in the contract's row; earlier states are rows of the part's table.
enum KnownPart: String, CaseIterable {
    /// The holder's cover. Every beneficiary's cover is in the same table, earlier and latest.
    case cover
    /// The cotisations of every month.
    case liability
    /// The employer.
    case employment

    /// The part's own table; `known_from` is the instant since which a row was known.
    var table: String { rawValue }

    /// The column of the contract's row with the instant since which the part is known.
    var from: String { "\(rawValue)_from" }

    /// The part's columns: their names in its own table and in the contract's row.
    var columns: [(own: String, contract: String)] {
        switch self {
        case .cover: [("starts", "cover_starts"), ("covers", "covers"), ("dues", "dues")]
        case .liability: [("starts", "liability_starts"), ("terms", "terms"), ("amounts", "amounts"), ("unconfirmed", "unconfirmed")]
        case .employment: [("starts", "employment_starts"), ("employers", "employers")]
        }
    }

    /// The other columns of the part's own table, with their values.
    var constants: [(own: String, value: String)] {
        self == .cover ? [("person", KnownPart.holder), ("place", "0"), ("relation", "NULL::smallint")] : []
    }

    /// The person id that stands for the holder, in SQL.
    static let holder = "uuid '00000000-0000-0000-0000-000000000000'"
}
