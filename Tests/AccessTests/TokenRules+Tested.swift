import Access

extension TokenRules {
    /// Those for the tokens that joserfc makes.
    static let tested = TokenRules(
        issuer: "https://issuer.example/", audience: "maintien",
        roles: [
            ("auditor", .auditor), ("supervisor", .supervisor), ("clerk", .clerk), ("employer", .employer), ("agent", .agent),
        ])
}
