import JSON
import RandomTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ParsingTests {
    @Test(
        arguments: [
            ("null", JSON.null), (" true\n", true), ("\tfalse\r\n", false), ("0", 0), ("-7", -7), ("-0", 0),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number("9223372036854775808")), ("-9223372036854775809", .number("-9223372036854775809")),
            ("1.0", 1), ("1e3", 1000), ("1E+3", 1000), ("-0.5e-10", .number("-0.5e-10")),
            ("0e1", 0),
            ("123456789012345678901234567890", .number("123456789012345678901234567890")),
            (#""""#, ""), (#""é""#, "é"), (#""\u00e9""#, "é"), (#""\uD83D\uDE00 \ud83d\ude00""#, "😀 😀"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""a\u0000b""#, "a\u{0}b"), ("\"\u{7f}\"", "\u{7f}"), ("\"\u{2028}\u{10FFFF}\u{FFFF}\"", "\u{2028}\u{10FFFF}\u{FFFF}"),
            ("[]", []), ("[ ]", []), ("[1 , [ ] ,\"a\"]", [1, [], "a"]), ("{}", [:]), ("{ }", [:]),
            (#"{"a":1 , "b" :{"a":null}}"#, ["a": 1, "b": ["a": nil]]), (#"{"":0}"#, ["": 0]),
        ] as [(String, JSON)])
    func `a document of RFC 8259 is read`(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(
        arguments: [
            ("", 0), (" ", 1), ("nul", 3), ("nulL", 3), ("True", 0), ("null null", 5), ("1 2", 2), ("[1]x", 3), ("NaN", 0), ("Infinity", 0),
            ("-Infinity", 1),
            ("+1", 0), ("-", 1), ("01", 1), ("-01", 2), ("1.", 2), (".5", 0), ("-.5", 1), ("1e", 2), ("1e+", 3), ("1.e1", 2), ("0x1", 1),
            ("1_000", 1),
            ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("]", 0), ("[1}", 2), ("[1,,2]", 3),
            ("{", 1), ("{a:1}", 1), ("{'a':1}", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), (#"{"a" 1}"#, 5),
            (#"{"a":1 "b":2}"#, 7), ("{1:1}", 1),
            (#"{"a":1]"#, 6), ("'a'", 0), (#"""#, 1), (#""a"#, 2), ("\"a\nb\"", 2), ("\"\t\"", 1), ("\"\u{0}\"", 1), (#""\x41""#, 2),
            (#""\u12""#, 5), (#""\uzzzz""#, 3),
            (#""\"#, 2), (#""\u00e""#, 6), ("\u{A0}1", 0), ("\u{c}1", 0), ("1\u{0}", 1), ("/* no */1", 0), ("1 // no", 2),
        ] as [(String, Int)])
    func `anything else is refused where it goes wrong`(text: String, offset: Int) {
        #expect(throws: JSON.SyntaxError.notJSON(offset: offset)) { try JSON(parsing: text) }
    }

    @Test(
        arguments: [
            ([0xFF], 0), ([0xC3], 0), ([0x80], 0), ([0xC0, 0xAF], 0), ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0),
            ([0xE2, 0x82], 0),
            (Array(#"\ud800"#.utf8), 1), (Array(#"a\udc00"#.utf8), 2), (Array(#"\ud800\ud800"#.utf8), 1), (Array(#"\ud800\n"#.utf8), 1),
            (Array(#"\ud800x"#.utf8), 1),
        ] as [([UInt8], Int)])
    func `a string that is not Unicode is refused`(content: [UInt8], offset: Int) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSON.SyntaxError.invalidUnicode(offset: offset)) { try JSON(parsing: [quote] + content + [quote]) }
    }

    @Test(arguments: [
        (#"{"a":1,"a":1}"#, "/a"), (#"{"a":1,"\u0061":2}"#, "/a"), (#"{"a":[0,{"b":{"c":1,"d":2,"c":3}}]}"#, "/a/1/b/c"),
        (#"[{"a/b~":1,"a/b~":1}]"#, "/0/a~1b~0"),
        (#"{"":1,"":1}"#, "/"), ("{\"\u{e9}\":1,\"e\u{301}\":1}", "/e\u{301}"),
    ])
    func `a key that stands twice is refused by its pointer`(text: String, pointer: String) {
        #expect(throws: JSON.SyntaxError.duplicateKey(pointer: pointer)) { try JSON(parsing: text) }
    }

    @Test(arguments: [15, 16, 17, 18, 5000])
    func `a duplicate is found in an object of any size`(count: Int) throws {
        let members = (0..<count).map { "\"k\($0)\":\($0)" }
        let distinct = try JSON(parsing: "{" + members.joined(separator: ",") + "}")
        #expect(distinct.object?.members.map(\.key) == (0..<count).map { "k\($0)" })
        for again in [0, count / 2, count - 1] {
            let text = "{" + (members + ["\"k\(again)\":0"]).joined(separator: ",") + "}"
            #expect(throws: JSON.SyntaxError.duplicateKey(pointer: "/k\(again)")) { try JSON(parsing: text) }
        }
    }

    @Test(arguments: 1...20)
    func `a key is a duplicate when it equals one before it, however it is written`(seed: UInt64) {
        var random = SplitMix(state: seed)
        // Of the same first, last and number of bytes; equal in other bytes, to ASCII even; escaped.
        let keys = [
            "", "a", "K", ";", "aba", "aca", "bba", "\u{212A}", "\u{37E}", "\u{e9}", "e\u{301}", "\\u0061", "\\u004b", "\\u00e9", "\\\"",
        ]
        func read(_ key: String) -> String { (try? JSON(parsing: "\"\(key)\""))?.string ?? "?" }
        for _ in 0..<500 {
            let told = (0..<1 + random.below(5)).map { _ in keys[random.below(keys.count)] }
            let text = "{\(told.map { "\"\($0)\":0" }.joined(separator: ","))}"
            let again = told.indices.first { index in told[..<index].contains { read($0) == read(told[index]) } }
            do {
                let object = try JSON(parsing: text).object
                #expect(again == nil && object?.members.map(\.key) == told.map(read), "\(text)")
            } catch {
                #expect(again.map { .duplicateKey(pointer: "/\(read(told[$0]))") } == error, "\(text)")
            }
        }
    }

    @Test func `32 levels are read and 33 refused, unless told otherwise`() throws {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        func nestedObjects(_ depth: Int) -> String {
            String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
        }
        _ = try JSON(parsing: nested(32))
        _ = try JSON(parsing: nestedObjects(32))
        #expect(throws: JSON.SyntaxError.tooDeep(maximum: 32)) { try JSON(parsing: nested(33)) }
        #expect(throws: JSON.SyntaxError.tooDeep(maximum: 32)) { try JSON(parsing: nestedObjects(33)) }
        #expect(throws: JSON.SyntaxError.tooDeep(maximum: 0)) { try JSON(parsing: "[]", maximumDepth: 0) }
        _ = try JSON(parsing: nested(512), maximumDepth: 512)
        #expect(throws: JSON.SyntaxError.tooDeep(maximum: 512)) { try JSON(parsing: nested(100_000), maximumDepth: .max) }
        #expect(throws: JSON.SyntaxError.tooDeep(maximum: 32)) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
    }
}
