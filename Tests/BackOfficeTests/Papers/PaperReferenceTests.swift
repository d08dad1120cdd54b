import CivilTime
import ContractTesting
import Crypto
import Testing

@testable import BackOffice

@Suite struct PaperReferenceTests {
    private let key = PaperKey(SymmetricKey(data: Array(repeating: 7, count: 32)))

    private func reference(_ kind: PaperKind = .cover, on: String = "2026-11-29", position: Int64 = 27) -> PaperReference {
        PaperReference(
            kind: kind, on: day(on), knownAt: instant("2026-11-29T10:26:01.75Z"), position: position,
            digest: [1, 2, 3, 4, 5, 6])
    }

    @Test(arguments: PaperKind.allCases, ["0001-01-01", "2026-11-29", "9999-12-31"])
    func `a reference is read as it was written, to the second`(kind: PaperKind, on: String) throws {
        for position: Int64 in [1, 27, 1 << 39] {
            let made = reference(kind, on: on, position: position)
            let written = made.written(under: key)
            #expect(written.count == 54 && written.split(separator: "-").allSatisfy { $0.count == 4 })
            #expect(try PaperReference(written, under: key) == made)
            #expect(made.knownAt == instant("2026-11-29T10:26:01Z"))
        }
    }

    @Test func `it may be typed in small letters, without groups, with look-alikes`() throws {
        let made = reference()
        let written = made.written(under: key)
        let typed = String(written.map { $0 == "0" ? "O" : $0 == "1" ? "l" : $0 })
        for text in [written.lowercased(), written.filter { $0 != "-" }, typed, "  \(written.replacing("-", with: " \u{2013} "))\n"] {
            #expect(try PaperReference(text, under: key) == made)
        }
    }

    @Test func `one character that is another is a slip`() {
        let written = Array(reference().written(under: key))
        for place in written.indices where written[place] != "-" {
            var other = written
            other[place] = written[place] == "7" ? "8" : "7"
            #expect(throws: PaperReference.Unreadable.miscopied) { try PaperReference(String(other), under: key) }
        }
        for text in ["", "0", "U", String(written.dropLast()), String(written) + "0", "é\u{301}", String(repeating: "0", count: 44)] {
            #expect(throws: PaperReference.Unreadable.miscopied, "\(text)") { try PaperReference(text, under: key) }
        }
    }

    @Test func `a reference made under another key is not the service's`() {
        let other = PaperKey(SymmetricKey(data: Array(repeating: 8, count: 32)))
        #expect(throws: PaperReference.Unreadable.foreign) { try PaperReference(reference().written(under: other), under: key) }
    }

    @Test func `a reference that was printed is genuine as long as its key is kept`() throws {
        // Reckoned by another library.
        let key = PaperKey(
            SymmetricKey(
                data: [
                    0x6b, 0xc8, 0x33, 0x5c, 0x5f, 0xca, 0x20, 0x13, 0xe2, 0xd8, 0x55, 0xbc, 0x2f, 0xef, 0x13, 0xa8, 0x81, 0x8e, 0xef, 0x19,
                    0xe2, 0x28, 0x82,
                    0xfd, 0xe6, 0xfb, 0xa0, 0x7d, 0xad, 0x77, 0x9c, 0x2f,
                ] as [UInt8]))
        let printed = "205M-MV0D-00EB-J000-0001-P082-0C20-B9RT-HK21-4H52-EWE2"
        #expect(try PaperReference(printed, under: key) == reference())
        #expect(reference().written(under: key) == printed)
    }

    @Test(arguments: 0...40) func `bytes in base 32 are read back`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
        #expect(Base32.read(Base32.written(bytes), count: count) == bytes)
        #expect(Base32.read(Base32.written(bytes), count: count + 1) == nil)
    }
}
