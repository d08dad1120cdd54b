import Billing
import Testing

/// The numbers of accounts.
@Suite struct IBANTests {
    @Test(arguments: [
        "FR1420041010050500013M02606", "DE89370400440532013000", "GB29NWBK60161331926819", "BE68539007547034", "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S", "LC55HEMM000100010012001200023015", "fr76 3000 6000 0112 3456 7890 189",
        "FR76\u{A0}3000\u{202F}6000 0112 3456 7890 189", "MC5811222000010123456789030",
    ])
    func `an IBAN has its country's length, and check digits that are right`(text: String) {
        #expect(IBAN(text) != nil)
        // Any one character changed to another digit is found.
        let canonical = Array(IBAN(text)?.text ?? "")
        for place in canonical.indices.dropFirst(2) {
            var other = canonical
            other[place] = other[place] == "7" ? "8" : "7"
            #expect(IBAN(String(other)) == nil)
        }
        #expect(IBAN(String(canonical.dropLast())) == nil && IBAN(String(canonical) + "0") == nil)
    }

    @Test(arguments: [
        "", "FR", "FR76", "XX89370400440532013000", "FR76-3000-6000-0112-3456-7890-189", "FR763000600001123456789018é",
        "FR0030006000011234567890189",
        "FR9730006000011234567890189", "７６FR30006000011234567890189", "FR7630006000011234567890189\u{0}", "FR7630006000011234567890189\n",
    ])
    func `anything else is no IBAN`(text: String) { #expect(IBAN(text) == nil) }
}
