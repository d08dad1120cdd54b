import JSON

/// A person's names, for comparison with a search line.
struct KnownNames {
    private var parts: Set<String> = []
    private var initials: Set<String> = []

    /// The names in a stored identity.
    init(_ identity: JSON) {
        for field in ["familyName", "birthName", "givenNames"] {
            guard let name = identity[field]?.string else { continue }
            let words = NameForm.words(of: name)
            parts.formUnion(words)
            parts.insert(words.joined())
            if field == "givenNames" { initials.formUnion(words.map { String($0.prefix(1)) }) }
        }
    }

    /// Whether all words are names of the person, alone or joined with adjacent words.
    ///
    /// - Parameter begun: whether the beginning of a name also counts, from three letters on.
    func match(_ words: ArraySlice<String>, begun: Bool) -> Bool {
        if words.isEmpty { return true }
        return (1...words.count).contains { count in
            let joined = words.prefix(count).joined()
            let isName =
                parts.contains(joined) || count == 1 && initials.contains(joined)
                || begun && joined.count >= 3 && parts.contains { $0.hasPrefix(joined) }
            return isName && match(words.dropFirst(count), begun: begun)
        }
    }
}
