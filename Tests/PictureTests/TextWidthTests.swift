import Testing

@testable import Picture

@Suite struct TextWidthTests {
    @Test(arguments: [("", 0), ("i", 4), ("W", 13), ("Provisoire", 65), ("é", 9), ("e\u{301}", 8), ("日", 13), ("172,92\u{A0}€", 58)])
    func `a text has the width of its scalars`(text: String, pixels: Int) {
        #expect(abs(TextWidth.pixels(text, size: 13) - pixels) <= 1)
    }

    @Test func `the longest text that fits shows, from class to class`() {
        let labels = FittedLabel.fit(
            ["Absence non indemnisée", "Sans solde", "Abs.", ""], in: Position(hundredths: 2_093)..<Position(hundredths: 3_803))
        #expect(labels.map(\.text) == ["Abs.", "Sans solde", "Absence non indemnisée"])
        #expect(labels.map(\.from) == [.narrow, .medium, .widest] && labels.map(\.until) == [.medium, .widest, nil])
        #expect(
            FittedLabel.fit(["long"], in: Position.zero..<Position(hundredths: 10)).isEmpty
                && FittedLabel.fit([], in: .zero..<Position.full).isEmpty)
    }

    @Test func `a title is cut where it is too long`() {
        let labels = FittedLabel.cut(String(repeating: "nom ", count: 20))
        #expect(labels.map(\.from) == [.narrow, .medium, .wide] && labels.map(\.until) == [.medium, .wide, nil])
        #expect(labels[0].text.hasSuffix("…") && labels.last?.text.hasSuffix("…") == false)
        #expect(FittedLabel.cut("Situation") == [FittedLabel("Situation", from: .narrow)] && FittedLabel.cut("").isEmpty)
    }
}
