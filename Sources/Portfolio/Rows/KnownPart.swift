/// A part of what is known of a contract. As it is known last it stands in the contract's row; each earlier one is a row of the part's own table.
enum KnownPart: String, CaseIterable {
    /// The holder's cover. Beneficiaries have all their rows in the same table.
    case cover
    /// What every month comes to.
    case liability
    /// The employer.
    case employment

    /// The part's own table, in which `known_from` says from which instant on it was known.
    var table: String { rawValue }

    /// The column of the contract's row that says from which instant on the part is known.
    var from: String { "\(rawValue)_from" }

    /// What is known: the names of its columns in the part's own table and in the contract's row.
    var columns: [(own: String, contract: String)] {
        switch self {
        case .cover: [("starts", "cover_starts"), ("covers", "covers"), ("dues", "dues")]
        case .liability: [("starts", "liability_starts"), ("terms", "terms"), ("amounts", "amounts"), ("unconfirmed", "unconfirmed")]
        case .employment: [("starts", "employment_starts"), ("employers", "employers")]
        }
    }

    /// The other columns of the part's own table, with what stands in them.
    var constants: [(own: String, value: String)] {
        self == .cover ? [("person", KnownPart.holder), ("place", "0"), ("relation", "NULL::smallint")] : []
    }

    /// The holder as a person, in SQL.
    static let holder = "uuid '00000000-0000-0000-0000-000000000000'"
}
