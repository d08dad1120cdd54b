import FoundationEssentials
import Testing

/// A reader who has a name finds the type, and finds one type.
@Suite struct TypeNamesTests {
    /// A type that stands at the top of a file, where others may use it.
    private struct Declared {
        let name: String
        let file: String
    }

    private static func declared() throws -> [Declared] {
        let root = "\(ArchitectureTests.root)/Sources"
        let files = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }
        return try files.flatMap { file in
            let text = try String(contentsOfFile: "\(root)/\(file)", encoding: .utf8)
            let pattern =
                /(?m)^(?:@\w+(?:\([^)\n]*\))? )*(?:public |package |final |indirect |nonisolated )*(?:struct|class|enum|actor|protocol) (\w+)/
            return text.matches(of: pattern).map { Declared(name: String($0.1), file: file) }
        }
    }

    @Test func `a type stands in a file of its name`() throws {
        let types = try Self.declared()
        #expect(types.count > 600)
        for type in types {
            let file = type.file.split(separator: "/").last?.split(separator: ".").first?.split(separator: "+").first
            #expect(file == type.name[...], "\(type.name) stands in \(type.file)")
        }
    }

    @Test func `a name means one type in all rooms`() throws {
        for (name, types) in Dictionary(grouping: try Self.declared(), by: \.name) {
            #expect(types.count == 1, "\(name) stands in \(types.map(\.file))")
        }
    }
}
