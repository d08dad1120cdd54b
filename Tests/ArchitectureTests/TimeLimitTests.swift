import FoundationEssentials
import Testing

/// Holds the tests to one rule about time: a limit ends a test that hangs, and no test measures the machine.
@Suite struct TimeLimitTests {
    /// Files that may read the machine's clock, each with the reason.
    private static let readers = [
        "Tests/EndToEndTests/Support/KillPlan.swift": "spreads kills over the length of the work that they end",
        "Tests/EndToEndTests/PortfolioTests.swift": "spreads its kills over the length of a rebuild",
        "Tests/AccessTests/CallerLimitsTests.swift": "begins a clock of its own with it, and moves that by hand",
        "Tests/AccessTests/FailedSignInsTests.swift": "begins a clock of its own with it, and moves that by hand",
        "Tests/EventLogTests/AppendBasisTests.swift": "tells an announcer of two instants, the second by hand",
        "Tests/HTTPAPITests/SignInTests.swift": "begins a clock of its own with it, and moves that by hand",
    ]

    @Test func `every time limit is ten minutes`() throws {
        let pattern = /timeLimit\(\s*(?!\.minutes\(10\)\s*\))/
        for (file, text) in try sources() where text.contains(pattern) { Issue.record("\(file) has another time limit") }
    }

    @Test func `no test reads the machine's clock`() throws {
        let clocks = ["Continuous", "Suspending"].map { "\($0)Clock" }
        for (file, text) in try sources() where Self.readers[file] == nil {
            for clock in clocks where text.contains(clock) { Issue.record("\(file) names \(clock)") }
        }
    }

    /// The text of every Swift file below Tests.
    private func sources() throws -> [(file: String, text: String)] {
        let root = ArchitectureTests.root
        let files = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/Tests").filter { $0.hasSuffix(".swift") }
        try #require(!files.isEmpty)
        return try files.map { ("Tests/\($0)", try String(contentsOfFile: "\(root)/Tests/\($0)", encoding: .utf8)) }
            .filter { !$0.file.hasSuffix("/TimeLimitTests.swift") }
    }
}
