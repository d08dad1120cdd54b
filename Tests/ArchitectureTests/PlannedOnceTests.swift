import FoundationEssentials
import Testing

/// Pools that plan a statement once, whatever its parameters, do not reach projections: where these are spread, the parameters choose the servers.
@Suite struct PlannedOnceTests {
    @Test func `no pool that plans once is given to what reads or changes projections`() throws {
        let folder = "\(ArchitectureTests.root)/Sources/maintien/Composition"
        var pools: Set<String> = []
        var users: [Substring] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            pools.formUnion(text.matches(of: /(\w+) = Database\([\w.]*plannedOnce/).map { String($0.1) })
            users += text.matches(of: /\b(?:Portfolio|Follower|ProjectionLag)\((?:[^()]|\([^()]*\))*\)/).map(\.0)
        }
        #expect(pools.isSuperset(of: ["commands", "reads"]) && users.count >= 3, "\(pools), \(users)")
        for user in users {
            for pool in pools { #expect(!user.contains(try Regex("[ .]\(pool)\\b")), "\(pool) in \(user)") }
        }
    }
}
