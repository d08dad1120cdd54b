/// Makes the tokens that replace search terms in the database: HMAC-SHA-256 with one key per field, cut to the field's length.
struct BlindIndex: Sendable {
    /// Indexed by the raw value of the field.
    private let keys: [Fingerprints]

    init(_ masterKey: MasterKey) {
        keys = SearchField.allCases.map { Fingerprints(key: masterKey.derived(for: $0.purpose)) }
    }

    func token(of term: SearchTerm) -> [UInt8] {
        Array(keys[term.field.rawValue].of(Array(term.text.utf8)).prefix(term.field.tokenLength))
    }

    /// The distinct tokens of terms, sorted by their bytes, so that their order reveals nothing about the terms.
    func tokens(of terms: some Sequence<SearchTerm>) -> [[UInt8]] {
        Set(terms.map(token)).sorted { $0.lexicographicallyPrecedes($1) }
    }
}
