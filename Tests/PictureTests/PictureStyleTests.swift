import Picture
import Testing

@Suite struct PictureStyleTests {
    private let palette = String(decoding: PictureStyle.palette, as: UTF8.self)
    private let rules = String(decoding: PictureStyle.rules, as: UTF8.self)

    @Test func `each width class is a query of the stylesheet`() {
        for width in WidthClass.allCases {
            let query = "@container (min-width:\(width.pixels)px){.picture .w\(width.rawValue){display:inline}"
            #expect(rules.contains(query))
            #expect(width == .narrow || rules.contains(query + ".picture .u\(width.rawValue){display:none}}"))
        }
    }

    @Test func `each look and each kind of line has a rule`() {
        for name in PieceLook.allCases.map(\.rawValue) + FactLine.Kind.allCases.map(\.rawValue) + GridLine.Weight.allCases.map(\.rawValue) {
            #expect([".\(name)", ".\(name),", ".\(name))", ".\(name){"].contains { rules.contains($0) })
        }
        #expect(PictureStyle.palette.count + PictureStyle.rules.count < 9_000)
    }

    @Test func `every colour that a rule names is in the palette, light and dark`() {
        let names = Set(rules.split(separator: "var(").dropFirst().map { String($0.prefix { $0 != ")" }) })
        let (light, dark) = colours
        #expect(names.subtracting(light.keys).isEmpty && Set(light.keys) == Set(dark.keys))
    }

    /// Text on what lies behind it, and its halo.
    @Test(arguments: [
        ("--fg", "--bg"), ("--mut", "--bg"), ("--link", "--bg"), ("--cf", "--c"), ("--cf", "--v"), ("--lf", "--l"), ("--s2f", "--s2"),
        ("--s3f", "--s3"), ("--fg", "--st"), ("--fg", "--soft"), ("--fg", "--ag"), ("--late", "--bg"), ("--bg", "--on"),
        ("--accfg", "--acc"), ("--sandfg", "--sand"),
    ])
    func `text has a contrast of 4_5 at least`(text: String, behind: String) throws {
        for colours in [colours.light, colours.dark] { #expect(try contrast(text, behind, colours) >= 4.5) }
    }

    /// Strokes against the page: they tell pieces and marks apart.
    @Test(arguments: ["--cs", "--ls", "--ss", "--s2s", "--s3s", "--ags", "--late", "--on", "--fg"])
    func `a stroke has a contrast of 3 at least`(stroke: String) throws {
        for colours in [colours.light, colours.dark] { #expect(try contrast(stroke, "--bg", colours) >= 3) }
    }

    private var colours: (light: [String: String], dark: [String: String]) {
        let parts = palette.split(separator: "@media", maxSplits: 1).map { part -> [String: String] in
            let pairs = part.split { "{};".contains($0) }.compactMap { declaration -> (String, String)? in
                let sides = declaration.split(separator: ":")
                guard sides.count == 2, let name = sides[0].split(whereSeparator: \.isWhitespace).last, name.hasPrefix("--") else {
                    return nil
                }
                return (String(name), String(sides[1]))
            }
            return Dictionary(pairs) { $1 }
        }
        return (parts[0], parts[1])
    }

    private func contrast(_ one: String, _ other: String, _ colours: [String: String]) throws -> Double {
        let (one, other) = (try luminance(#require(colours[one])), try luminance(#require(colours[other])))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    private func luminance(_ colour: String) throws -> Double {
        var digits = colour.drop { $0 == "#" }.map { String($0) }
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        let channels = try stride(from: 0, to: 6, by: 2).map { place in
            let value = Double(try #require(Int(digits[place] + digits[place + 1], radix: 16))) / 255
            return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    /// The base to the power of 2.4, that of the fifth root of its twelfth power.
    private func power(_ base: Double) -> Double {
        let twelfth = (0..<12).reduce(1.0) { product, _ in product * base }
        // Newton's method on x⁵ = base¹².
        var root = base * base
        for _ in 0..<60 { root -= (root * root * root * root * root - twelfth) / (5 * root * root * root * root) }
        return root
    }
}
