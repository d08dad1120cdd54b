import Contracts
import Foundation
import Testing

/// A newcomer finds each rule in the pages of the room.
@Suite struct RulePagesTests {
    @Test func `the pages of the rules tell every rule, every kind of work and every parameter`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/Contracts/Contracts.docc")
        let pages = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let text = try pages.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        for name in Rule.allCases.map(\.id) + WorkKind.allCases.map(\.rawValue) + ParameterSet.names {
            #expect(text.contains("`\(name)`"), "\(name)")
        }
    }
}
