import Foundation
import Testing

@testable import ContractService

/// Names are compared without accents, marks, hyphens and particles, as NFKD has it, and with ligatures spelt out.
@Suite struct NameFormTests {
    @Test(arguments: [
        ("Kerbrat-Morvan", ["KERBRAT", "MORVAN"]), ("d'Artagnan", ["D", "ARTAGNAN"]), ("Lœtitia Ægidius", ["LOETITIA", "AEGIDIUS"]),
        ("ÉLÉONORE", ["ELEONORE"]), ("E\u{301}le\u{301}onore", ["ELEONORE"]), ("Łukasz Ørsted", ["LUKASZ", "ORSTED"]), ("Groß", ["GROSS"]),
        ("Île  de–France", ["ILE", "DE", "FRANCE"]), ("Ⅷ", []), ("Иванов", []), ("ﬁn", ["FIN"]), ("Ｄｕｒａｎｄ", ["DURAND"]), ("", []),
        ("-'", []),
    ])
    func `a name falls into words of plain letters`(name: String, words: [String]) {
        #expect(NameForm.words(of: name) == words)
    }

    @Test(arguments: [
        ("Le Goff", ["LEGOFF", "GOFF"]), ("de la Tour du Pin", ["DELATOURDUPIN", "TOUR", "PIN"]),
        ("von der Leyen", ["VONDERLEYEN", "LEYEN"]),
        ("Kerbrat-Morvan", ["KERBRATMORVAN", "KERBRAT", "MORVAN"]), ("Ng", ["NG"]), ("Des Roches", ["DESROCHES", "ROCHES"]), ("", []),
    ])
    func `a family name is found by the whole and by its parts of three letters, but particles`(name: String, names: [String]) {
        #expect(NameForm.familyNames(in: name) == Set(names))
    }

    @Test func `every Latin letter that NFKD takes apart becomes the same letters`() {
        for value in [0xC0...0x24F, 0x1E00...0x1EFF, 0xFB00...0xFB06, 0xFF21...0xFF5A].joined() {
            guard let scalar = Unicode.Scalar(UInt32(value)), scalar.properties.isAlphabetic else { continue }
            let letters = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.filter {
                $0.isASCII && $0.properties.isAlphabetic
            }
            guard !letters.isEmpty else { continue }
            #expect(
                NameForm.words(of: String(scalar)).joined() == String(String.UnicodeScalarView(letters)).uppercased(),
                "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: [
        ("02 98 00 00 00", "0298000000"), ("+33 2 98 00 00 00", "0298000000"), ("0033298000000", "0298000000"),
        ("+33 (0)2 98.00.00.00", "0298000000"), ("+32 2 555 12 12", "3225551212"), ("3639", "3639"),
    ])
    func `a telephone number has one form`(written: String, digits: String) {
        #expect(PhoneForm.digits(of: written) == digits)
    }
}
