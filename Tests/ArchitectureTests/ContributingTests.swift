import FoundationEssentials
import Testing

/// `CONTRIBUTING.md` has a list for each kind of change. Each is held to the example that it names: what an example needs, the next one needs.
@Suite struct ContributingTests {
    /// A list: what is changed, the names of its example, the folders that the example is sought in, the steps.
    struct ChangeList: Sendable, CustomTestStringConvertible {
        let title: String
        let examples: [String]
        let folders: [String]
        let steps: [Step]

        var testDescription: String { title }

        struct Step: Sendable {
            let files: [String]
            let guards: String
        }

        /// Those of `CONTRIBUTING.md`.
        static let all: [ChangeList] = {
            let text = (try? String(contentsOfFile: "\(ArchitectureTests.root)/CONTRIBUTING.md", encoding: .utf8)) ?? ""
            return text.split(separator: "\n## ").dropFirst().map { section in
                let lines = section.split(separator: "\n")
                let example = lines.first { $0.hasPrefix("Example: ") } ?? ""
                let code = example.matches(of: /`([^`]+)`/).map { String($0.1) }
                return ChangeList(
                    title: String(lines.first ?? ""), examples: code.filter { !$0.hasSuffix("/") },
                    folders: code.filter { $0.hasSuffix("/") },
                    steps: lines.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| step ") }.map { line in
                        let cells = line.split(separator: " | ")
                        return Step(
                            files: cells.count == 3 ? cells[1].matches(of: /`([^`]+)`/).map { String($0.1) } : [],
                            guards: String(cells.last ?? ""))
                    })
            }
        }()
    }

    @Test func `there is a list for each kind of change`() {
        #expect(ChangeList.all.count == 8)
        for list in ChangeList.all { #expect(list.steps.count > 2 && !list.examples.isEmpty, "\(list.title)") }
    }

    @Test(arguments: ChangeList.all)
    func `a list names the files of its example, and no others`(list: ChangeList) throws {
        let listed = Set(list.steps.flatMap(\.files))
        for file in listed { #expect(try source(file).contains(oneOf: list.examples), "\(file) does not hold the example") }
        let folders = list.folders.isEmpty ? ["Sources/", "db/"] : list.folders
        // What is made up and what is told of it may use an example or not.
        for file in try folders.flatMap({ try files(in: $0) }) where !file.hasPrefix("Sources/MadeUp/") && !file.hasSuffix(".tsv") {
            #expect(
                try listed.contains(file) || !source(file).contains(oneOf: list.examples), "\(file) holds the example, and is in no step")
        }
    }

    @Test(arguments: ChangeList.all)
    func `each step is held by the compiler, or by a test that is there`(list: ChangeList) throws {
        for step in list.steps {
            #expect(!step.files.isEmpty, "\(list.title): \(step.guards)")
            if let script = try /`(ops[^`]+)`: (\w+)/.firstMatch(in: step.guards) {
                #expect(try source(String(script.1)).contains("def \(script.2)("), "\(script.1) has no case \(script.2)")
                continue
            }
            guard let test = try /`(\w+)`: ([^|]+?) \|?$/.firstMatch(in: step.guards) else {
                #expect(step.guards.hasPrefix("the compiler"), "\(step.guards)")
                continue
            }
            let suites = try files(in: "Tests/").filter { $0.hasSuffix("/\(test.1).swift") }
            #expect(try suites.contains { try source($0).contains("func `\(test.2)`(") }, "\(test.1) has no test: \(test.2)")
        }
    }

    private func source(_ file: String) throws -> String {
        try String(contentsOfFile: "\(ArchitectureTests.root)/\(file)", encoding: .utf8)
    }

    private func files(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(ArchitectureTests.root)/\(folder)")
            .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".sql") || $0.hasSuffix(".json") || $0.hasSuffix(".md") }.map { folder + $0 }
    }
}

extension String {
    fileprivate func contains(oneOf words: [String]) -> Bool { words.contains { contains($0) } }
}
