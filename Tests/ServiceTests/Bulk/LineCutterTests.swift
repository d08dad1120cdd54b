import ContractService
import Testing

@Suite struct LineCutterTests {
    private func lines(_ pieces: [[UInt8]]) -> [BulkLine] {
        var cutter = LineCutter()
        let whole = pieces.flatMap { piece in piece.withUnsafeBytes { cutter.add($0) } }
        return whole + [cutter.finish()].compactMap(\.self)
    }

    @Test(arguments: [
        ("", []), ("a", ["1 a"]), ("a\n", ["1 a"]), ("a\nbc", ["1 a", "2 bc"]), ("a\r\nb\r\n", ["1 a", "2 b"]),
        ("\n\n a\n \t\nb", ["3  a", "5 b"]),
        ("\n", []), ("\u{FEFF}a\nb", ["1 a", "2 b"]), ("\u{FEFF}\r\n\u{FEFF}a", ["2 \u{FEFF}a"]), ("\u{FEFF}", []),
        ("\u{FEFF}\u{FEFF}a", ["1 \u{FEFF}a"]), ("a\u{FEFF}\n", ["1 a\u{FEFF}"]),
    ])
    func `a text is cut into its lines, wherever its pieces end`(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        for length in 1...max(bytes.count, 1) {
            let pieces = stride(from: 0, to: bytes.count, by: length).map { Array(bytes[$0..<min($0 + length, bytes.count)]) }
            #expect(lines(pieces).map { "\($0.number) \(String(decoding: $0.bytes, as: UTF8.self))" } == expected)
        }
    }

    @Test func `a line that is too long is cut off, and takes nothing along`() {
        let long = [UInt8](repeating: 0x61, count: BulkLine.maximum + 1000)
        let read = lines([long, long, Array("\nb\n".utf8), Array(long.prefix(BulkLine.maximum))])
        #expect(read.map(\.number) == [1, 2, 3])
        #expect(read.map(\.bytes.count) == [BulkLine.maximum + 1, 1, BulkLine.maximum])
    }

    @Test func `a line is handed on as soon as it is whole, and the one begun has its number`() {
        var cutter = LineCutter()
        func add(_ text: String) -> [Int] { Array(text.utf8).withUnsafeBytes { cutter.add($0) }.map(\.number) }
        #expect(add("a") == [] && cutter.number == 1)
        #expect(add("\n\nb\nc") == [1, 3] && cutter.number == 4)
        #expect(cutter.finish()?.number == 4 && cutter.finish() == nil)
    }
}
