import ContractService
import FoundationEssentials
import Testing

@Suite struct ScratchFileTests {
    @Test func `pieces come back in the order asked for`() throws {
        let file = try ScratchFile()
        let starts = try ["one", "", "three"].map { try file.append(Array($0.utf8)) }
        #expect(starts == [0, 3, 3])
        #expect(try file.read([3..<8, 0..<3]) == Array("threeone".utf8))
        #expect(throws: ScratchFile.Failure.self) { try file.read([6..<9]) }
    }

    @Test func `TMPDIR says where, unless it is empty`() throws {
        _ = try ScratchFile(environment: ["TMPDIR": ""])
        #expect { try ScratchFile(environment: ["TMPDIR": "/nowhere"]) } throws: { "\($0)".hasPrefix("/nowhere (TMPDIR says where): ") }
    }
}
