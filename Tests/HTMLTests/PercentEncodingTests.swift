import HTML
import Testing

@Suite struct PercentEncodingTests {
    private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    @Test(arguments: ["", "a-b_c.d~e:f", "é à % + & = #", "\u{0}\n\u{1F600}"]) func `what is encoded is decoded again`(original: String) {
        var bytes: [UInt8] = []
        PercentEncoding.encode(original, into: &bytes)
        #expect(bytes.allSatisfy { 0x21...0x7E ~= $0 })
        #expect(text(PercentEncoding.bytes(of: bytes, malformed: .refused)) == original)
    }

    @Test(arguments: [("%41%c3%A9", "Aé"), ("a+b", "a+b")]) func `either case of a digit counts, and a plus is a plus`(
        encoded: String, decoded: String
    ) {
        #expect(text(PercentEncoding.bytes(of: encoded.utf8, malformed: .refused)) == decoded)
    }

    @Test(arguments: ["%", "%4", "%4g", "100 %", "%%41"]) func `what is malformed is refused, or stays as it is`(encoded: String) {
        #expect(PercentEncoding.bytes(of: encoded.utf8, malformed: .refused) == nil)
        #expect(text(PercentEncoding.bytes(of: encoded.utf8, malformed: .kept)) == encoded.replacing("%41", with: "A"))
    }
}
