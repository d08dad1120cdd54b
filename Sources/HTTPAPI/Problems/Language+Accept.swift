import Words

extension Language {
    /// The language that an `Accept-Language` header prefers; French when the header prefers neither or is absent.
    init(accepting header: String?) {
        var quality: [Substring: Double] = [:]
        for range in (header ?? "").split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let name = parts.first?.split(separator: "-").first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            quality[name] = max(quality[name] ?? 0, weight)
        }
        let others = quality["*"] ?? 0
        self = quality["en"] ?? others > quality["fr"] ?? others ? .english : .french
    }
}
