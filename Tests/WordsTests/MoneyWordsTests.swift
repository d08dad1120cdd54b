import CivilTime
import Testing
import Words

@Suite struct MoneyWordsTests {
    @Test(arguments: [
        (250_050, "2\u{202F}500,50\u{A0}€", "€2,500.50"), (0, "0,00\u{A0}€", "€0.00"), (5, "0,05\u{A0}€", "€0.05"),
        (99_999, "999,99\u{A0}€", "€999.99"),
        (100_000, "1\u{202F}000,00\u{A0}€", "€1,000.00"), (123_456_789, "1\u{202F}234\u{202F}567,89\u{A0}€", "€1,234,567.89"),
        (-21_754, "\u{2212}217,54\u{A0}€", "\u{2212}€217.54"),
        (Int.min, "\u{2212}92\u{202F}233\u{202F}720\u{202F}368\u{202F}547\u{202F}758,08\u{A0}€", "\u{2212}€92,233,720,368,547,758.08"),
    ])
    func `an amount is written as each language asks`(cents: Int, french: String, english: String) {
        #expect(euros(cents).written(in: .french) == french)
        #expect(euros(cents).written(in: .english) == english)
    }

    @Test func `an amount to settle has its sign`() {
        #expect(euros(21_754).signed(in: .french) == "+\u{A0}217,54\u{A0}€")
        #expect(euros(-21_754).signed(in: .french) == "\u{2212}\u{A0}217,54\u{A0}€")
        #expect(euros(0).signed(in: .french) == "0,00\u{A0}€")
        #expect(euros(21_754).signed(in: .english) == "+€217.54")
        #expect(euros(-21_754).signed(in: .english) == "\u{2212}€217.54")
    }
}
