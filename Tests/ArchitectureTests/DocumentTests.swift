import FoundationEssentials
import Testing

/// `ARCHITECTURE.md` tells the way of a command, a question, an event and a rebuild by files and functions that are there.
@Suite struct DocumentTests {
    @Test func `every file that is named is there, and has the function that is named beside it`() throws {
        let text = try String(contentsOfFile: "\(ArchitectureTests.root)/ARCHITECTURE.md", encoding: .utf8)
        let steps = text.matches(of: /\| `(Sources\/[^`]+\.swift)` \| `(\w+)` \|/)
        #expect(steps.count > 20)
        for step in steps {
            let (file, function) = (String(step.1), String(step.2))
            let source = try String(contentsOfFile: "\(ArchitectureTests.root)/\(file)", encoding: .utf8)
            let declarations = ["func \(function)(", "func \(function)<", "func `\(function)`(", "var \(function):", "class \(function):"]
            let isDeclared = declarations.contains { source.contains($0) }
            #expect(isDeclared, "\(file) declares no \(function)")
        }
    }

    @Test func `every other path that is named is there`() throws {
        let text = try String(contentsOfFile: "\(ArchitectureTests.root)/ARCHITECTURE.md", encoding: .utf8)
        let paths = text.matches(of: /`((?:Sources|Tests|db|ops)\/[^`<]+)`/).map { String($0.1) }
        #expect(paths.count > 20)
        for path in paths { #expect(FileManager.default.fileExists(atPath: "\(ArchitectureTests.root)/\(path)"), "\(path)") }
    }

    /// Swift 6.3.1, optimised: of a tuple that is returned from a `do` which may throw while one of its parts is awaited, the other parts are lost.
    /// The tests' build does not.
    @Test func `no tuple is returned whose part is awaited`() throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: "\(ArchitectureTests.root)/Sources").filter {
            $0.hasSuffix(".swift")
        }
        for file in files {
            let text = try String(contentsOfFile: "\(ArchitectureTests.root)/Sources/\(file)", encoding: .utf8)
            #expect(!text.contains(/\breturn \([^()\n]*, (?:try )?await\b/), "\(file)")
        }
    }
}
