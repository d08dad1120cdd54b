import JSON
import Testing

@testable import BackOffice

@Suite struct CSVTableTests {
    @Test(arguments: [
        ("Durand", "Durand"), ("", ""), ("a;b", "\"a;b\""), ("dit \"le grand\"", "\"dit \"\"le grand\"\"\""), ("a\nb", "\"a\nb\""),
        ("=1+1", "'=1+1"), ("+33 6", "'+33 6"), ("-2", "'-2"), ("@x", "'@x"), ("\tx", "'\tx"), ("=\"a\";b", "\"'=\"\"a\"\";b\""),
        ("=\u{301}x", "'=\u{301}x"), ("\"\u{301}", "\"\"\"\u{301}\""), ("a=b", "a=b"),
    ]) func `a cell is quoted where it must be, and is no formula`(text: String, cell: String) {
        #expect(Array(CSVTable.cell(text).utf8) == Array(cell.utf8))
    }

    @Test func `a table begins with a byte order mark and ends its lines with CR LF`() {
        var table = CSVTable(["nom", "adresse"])
        table.add(["Durand", "1; rue"])
        #expect(String(decoding: table.bytes, as: UTF8.self) == "\u{FEFF}nom;adresse\r\nDurand;\"1; rue\"\r\n")
    }
}
