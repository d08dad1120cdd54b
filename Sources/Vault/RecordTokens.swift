/// The search tokens stored with a record.
struct RecordTokens: Sendable, Hashable {
    /// The distinct tokens for searches, sorted by their bytes.
    let search: [[UInt8]]
    /// The token of the NIR; equal NIRs have equal tokens.
    let nir: [UInt8]?
    /// The tokens of full names with the day of birth. Two records of the same person share at least one.
    let names: [[UInt8]]
}

extension BlindIndex {
    /// The tokens of all terms of a record.
    func recordTokens(of terms: [SearchTerm]) -> RecordTokens {
        RecordTokens(
            search: tokens(of: terms.filter { $0.field != .wholeName }), nir: terms.first { $0.field == .nir }.map(token),
            names: tokens(of: terms.filter { $0.field == .wholeName }))
    }
}
