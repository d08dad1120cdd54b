import JSON
import Testing

/// A number whose value is an integer is one, however it is written; no other number is.
@Suite struct NumberTests {
    @Test(
        arguments: [
            ("250000.0", 250_000), ("2.5e5", 250_000), ("2.5E+5", 250_000), ("25e4", 250_000), ("2500000e-1", 250_000), ("0.25e6", 250_000),
            ("-1.0", -1), ("-0.0", 0), ("0e99999999999999999999", 0), ("0.000e-400", 0), ("1.000000000000000000000000000000", 1),
            ("100000000000000000000e-2", 1_000_000_000_000_000_000), ("9223372036854775807.0", .max), ("-9223372036854775808.0", .min),
            ("922337203685477580.7e1", .max), ("-9.223372036854775808e18", .min), ("0.0000000000000000001e19", 1),
        ] as [(String, Int64)])
    func `an integer is read from every way to write it`(text: String, value: Int64) throws {
        #expect(try JSON(parsing: text) == .integer(value))
    }

    @Test(arguments: [
        "250000.5", "2.55e1", "1e-1", "0.1", "-0.5", "9223372036854775808.0", "-9223372036854775809.0", "1e19", "9.3e18", "1e400",
        "1e99999999999999999999", "1e-99999999999999999999", "1.0000000000000000000000001", "123456789012345678901234567890.0",
    ])
    func `nothing is rounded, and nothing wraps`(text: String) throws {
        #expect(try JSON(parsing: text) == .number(text))
    }

    @Test func `a long literal is read in one pass`() throws {
        let zeros = String(repeating: "0", count: 1_000_000)
        #expect(try JSON(parsing: "1.\(zeros)") == 1)
        #expect(try JSON(parsing: "0.\(zeros)1e1000001") == 1)
    }

    @Test(arguments: [
        ("\u{FEFF}1", 0), (" \u{FEFF}{}", 1), ("{\u{FEFF}}", 1), ("[1,\u{FEFF}2]", 3), ("{}\u{FEFF}", 2), ("{\"a\":\u{FEFF}1}", 5),
    ])
    func `a byte order mark is named where it stands`(text: String, offset: Int) {
        #expect(throws: JSON.SyntaxError.byteOrderMark(offset: offset)) { try JSON(parsing: text) }
    }

    @Test func `in a string it is a character`() throws {
        #expect(try JSON(parsing: "\"\u{FEFF}a\"") == "\u{FEFF}a")
    }
}
