import Testing

@testable import Billing

/// The letters that every bank of SEPA reads.
@Suite struct SEPATextTests {
    @Test(arguments: [
        ("Durand", "Durand"), ("Hélène Ångström-Żółć", "Helene Angstrom-Zolc"), ("Œuvre d'Ælfric", "OEuvre d'AElfric"),
        ("Strauß œ æ", "Strauss oe ae"), ("e\u{301}te\u{300}", "ete"), ("Nguyễn Văn Đạt", "Nguyen Van Dat"), ("A & B", "A B"),
        ("  a  ", "a"),
        ("a\tb\nc", "a b c"), ("O’Brien", "O Brien"), ("<x>", "x"), ("a_b@c", "a b c"), ("/-?:().,'+", "/-?:().,'+"), ("１２", nil),
        ("王", nil), ("", nil), ("Łódź", "Lodz"), ("Ñandú", "Nandu"), ("İğdır", "Igd r"), ("ÐÞ", nil),
    ])
    func `marks are dropped, œ æ ß are spelt out, anything else is a space`(text: String, letters: String?) {
        #expect(SEPAText(text, limit: 70)?.text == letters)
    }

    @Test func `a text is cut to its limit, without a space at its end`() {
        #expect(SEPAText("abc def", limit: 4)?.text == "abc")
        #expect(SEPAText("abc def", limit: 5)?.text == "abc d")
        #expect(SEPAText("aßb", limit: 2)?.text == "as")
    }

    @Test(arguments: [
        ("RUM-0001", true), ("a", true), ("+?/-:().,'x", true), (String(repeating: "9", count: 35), true), ("", false),
        (String(repeating: "9", count: 36), false), ("RUM 1", false), ("RUM_1", false), ("réf", false), ("/a", false), ("a/", false),
        ("a//b", false), ("a\n", false), ("a&b", false),
    ])
    func `a reference has 1 to 35 of these letters and no space`(text: String, isReference: Bool) {
        #expect(SEPAReference.accepts(text) == isReference)
        #expect(SEPAReference.accepts(text, allowingSpaces: true) == (isReference || text == "RUM 1"))
    }

    @Test func `whatever is written has no other letter`() {
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ".unicodeScalars)
        for value in UInt32(0)...0x2_FFFF {
            guard let scalar = Unicode.Scalar(value), let written = SEPAText("a\(scalar)b", limit: 70) else { continue }
            #expect(written.text.unicodeScalars.allSatisfy(allowed.contains), "U+\(String(value, radix: 16))")
        }
    }
}
