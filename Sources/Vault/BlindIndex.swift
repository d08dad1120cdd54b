/// Makes the tokens that stand for terms in the database: HMAC-SHA-256 under a key for each field, cut to the field's length.
struct BlindIndex: Sendable {
    /// By the raw value of the field.
    private let keys: [Fingerprints]

    init(_ masterKey: MasterKey) {
        keys = SearchField.allCases.map { Fingerprints(key: masterKey.derived(for: $0.purpose)) }
    }

    func token(of term: SearchTerm) -> [UInt8] {
        Array(keys[term.field.rawValue].of(Array(term.text.utf8)).prefix(term.field.tokenLength))
    }

    /// The tokens of terms, each once, in the order of their bytes: the order of the terms tells nothing then.
    func tokens(of terms: some Sequence<SearchTerm>) -> [[UInt8]] {
        Set(terms.map(token)).sorted { $0.lexicographicallyPrecedes($1) }
    }
}
