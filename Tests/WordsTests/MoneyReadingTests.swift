import CivilTime
import Testing
import Words

@Suite struct MoneyReadingTests {
    @Test(arguments: [
        "2 500,50", "2500.50", "2500,50", "2 500,5", "2 500,5 €", "2\u{A0}500,50\u{A0}€", "2\u{202F}500,50\u{A0}€", "2,500.50", "2.500,50",
        "€2,500.50",
        "€ 2500.50", "2500,50 EUR", "2500,5 euros", "2500,50€", " 2500,50 ", "02500,50",
    ])
    func `one amount is read from all its forms`(text: String) throws {
        #expect(try Money(typed: text) == euros(250_050))
    }

    @Test(arguments: [
        ("0", 0), ("0,05", 5), ("2500", 250_000), ("1 234 567", 123_456_700), ("1.234.567", 123_456_700), ("1,234,567.8", 123_456_780),
        ("10000000000", 1_000_000_000_000),
    ])
    func `other amounts are read`(text: String, cents: Int) throws {
        #expect(try Money(typed: text) == euros(cents))
    }

    @Test(arguments: [
        ("", UnreadableText.Part.amount, UnreadableText.Problem.empty), ("€", .amount, .unreadable), ("2.500", .amount, .ambiguous),
        ("2,500", .amount, .ambiguous),
        ("2500,505", .amount, .tooFine), ("2 500,505", .amount, .tooFine), ("0,505", .amount, .tooFine), ("1,234.567", .amount, .tooFine),
        ("-5", .amount, .negative), ("\u{2212}5,00 €", .amount, .negative), ("2500,", .cents, .unreadable),
        ("2 500,5 0", .cents, .unreadable),
        (",50", .amount, .unreadable), ("25 00", .amount, .unreadable), ("2 5000", .amount, .unreadable),
        ("1 234.567,89", .amount, .unreadable),
        ("1.234,567.89", .amount, .unreadable), ("deux mille", .amount, .unreadable), ("2k", .amount, .unreadable),
        ("1e3", .amount, .unreadable),
        ("+5", .amount, .unreadable), ("٢٥", .amount, .unreadable), ("4\u{20E3}", .amount, .unreadable),
        ("10000000000,01", .amount, .tooGreat),
        ("99999999999999999999", .amount, .tooGreat), ("2500 ,50", .amount, .unreadable),
    ])
    func `what is no amount is refused`(text: String, part: UnreadableText.Part, problem: UnreadableText.Problem) {
        let error = #expect(throws: UnreadableText.self) { try Money(typed: text) }
        #expect(error?.part == part && error?.problem == problem, "\(String(describing: error))")
        for language in Language.allCases { #expect(error?.phrase(in: language).plainText.hasSuffix(".") ?? false) }
    }

    @Test func `whatever the room writes, it reads back to the cent`() throws {
        for cents in [0, 1, 99, 100, 12_345, 100_000, 999_999, 123_456_789, 1_000_000_000_000] {
            for language in Language.allCases { #expect(try Money(typed: euros(cents).written(in: language)) == euros(cents)) }
        }
    }
}
