/// The tokens that are kept with a record.
struct RecordTokens: Sendable, Hashable {
    /// By which the person is found, each once, in the order of their bytes.
    let search: [[UInt8]]
    /// That of the NIR, equal for the same person.
    let nir: [UInt8]?
    /// Those of the whole names with the day of birth, of which the same person has one in common.
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
