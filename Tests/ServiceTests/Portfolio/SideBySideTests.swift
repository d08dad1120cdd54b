import Contracts
import JSON
import Postgres
import Testing

@testable import ContractService
@testable import Portfolio

/// Two programs with different parameters serve one database: each follows and reads the version of the projections that its rules made.
@Suite(.timeLimit(.minutes(10))) struct SideBySideTests {
    /// The tariff of the tests, a euro dearer.
    private static func dearer() throws -> Schemes {
        let text = String(decoding: PackageResources.littoral_2026_json, as: UTF8.self)
        let dearer = text.replacing("\"value\": 8125", with: "\"value\": 8225")
        #expect(dearer != text)
        return Schemes([try SchemeReader.read(Array(dearer.utf8)).scheme])
    }

    private static let cotisations = PortfolioQuestion.cotisations(month: "2026-05", employer: nil)

    @Test func `a new tariff is brought in while the program with the old one answers, and both answer until the old version ends`()
        async throws
    {
        try await withService { service in
            let old = PortfolioUnderTest(service)
            let new = PortfolioUnderTest(service, schemes: try Self.dearer(), digest: [4, 5, 6])
            _ = try await ToldLives.tell(80, lives: 20, seed: 41, to: service)
            try await old.catchUp()
            try await withThrowingTaskGroup(of: Void.self) { group in
                let isOver = Flag()
                group.addTask {
                    while !isOver.isRaised {
                        _ = try await service.contracts.affiliated()
                        try await old.step(limit: 3)
                    }
                }
                // Not one of the old program's questions fails.
                group.addTask {
                    while !isOver.isRaised {
                        let lines = try await old.lines(Self.cotisations)
                        #expect(!lines.isEmpty)
                    }
                }
                let report = try await new.rebuilding { try await $0.run(.force) }
                #expect(report.isInUse && report.isFormerOfOtherRules)
                #expect(!report.differences.isEmpty && report.differences.allSatisfy { !$0.tables.contains("cover") })
                for _ in 0..<3 { #expect(try await !old.lines(Self.cotisations).isEmpty) }
                isOver.raise()
                try await group.waitForAll()
            }
            #expect(try await old.versions() == ["1 previous", "2 current"])

            // Both follow what is recorded from now on, each by its own parameters.
            let contract = try await service.contracts.affiliated()
            for portfolio in [old, new] {
                try await portfolio.catchUp()
                #expect(try await portfolio.lines(Self.cotisations).contains { $0["contract"] == JSON(contract) })
                #expect(try await portfolio.proof().differences == [])
            }
            #expect(try await old.text(Self.cotisations) != new.text(Self.cotisations))

            // A third version would take the place of the one that the old program needs.
            for purpose in [Rebuild.Purpose.replace, .force] {
                await #expect(throws: Rebuild.Trouble.self) { try await new.rebuilding { try await $0.run(purpose) } }
            }
            #expect(try await new.rebuilding { try await $0.run(.compare) }.differences == [])
            #expect(try await !old.lines(Self.cotisations).isEmpty)

            #expect(try await new.rebuilding { try await $0.endFormer() } == 1)
            #expect(try await old.versions() == ["2 current"])
            await #expect(throws: PortfolioError.outdated) { try await old.lines(Self.cotisations) }
            guard case .outdated = try await old.step() else {
                Issue.record("the old program follows a version of other rules")
                return
            }
            #expect(try await !new.lines(Self.cotisations).isEmpty)
            #expect(try await new.rebuilding { try await $0.run(.replace) }.isInUse)
            await #expect(throws: PortfolioError.outdated) { try await old.lines(Self.cotisations) }
        }
    }

    @Test func `versions are compared at one position, although the old program follows the log meanwhile`() async throws {
        try await withService { service in
            let old = PortfolioUnderTest(service)
            let new = PortfolioUnderTest(service, digest: [4, 5, 6])
            _ = try await ToldLives.tell(80, lives: 20, seed: 44, to: service)
            try await old.catchUp()
            try await withThrowingTaskGroup(of: Void.self) { group in
                let isOver = Flag()
                group.addTask {
                    while !isOver.isRaised {
                        _ = try await service.contracts.affiliated()
                        try await old.step(limit: 3)
                    }
                }
                let report = try await new.rebuilding { try await $0.run(.force) }
                #expect(report.differences == [] && report.isFormerOfOtherRules, "the parameters are the same, under another mark")
                isOver.raise()
                try await group.waitForAll()
            }
        }
    }

    @Test func `a former version that nobody ever followed is no program's own`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            #expect(try await portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
            #expect(try await portfolio.lines(Self.cotisations).count == 1)
            let other = PortfolioUnderTest(service, digest: [4, 5, 6])
            await #expect(throws: PortfolioError.outdated) { try await other.lines(Self.cotisations) }
            guard case .outdated = try await other.step() else {
                Issue.record("an empty version is followed")
                return
            }
        }
    }

    @Test func `the old program takes its version back, and the new one goes on answering from its own`() async throws {
        try await withService { service in
            let old = PortfolioUnderTest(service)
            let new = PortfolioUnderTest(service, schemes: try Self.dearer(), digest: [4, 5, 6])
            _ = try await ToldLives.tell(40, lives: 10, seed: 42, to: service)
            try await old.catchUp()
            _ = try await new.rebuilding { try await $0.run(.force) }
            let contract = try await service.contracts.affiliated()
            try await new.catchUp()
            let (version, former) = try await old.rebuilding { try await $0.rollBack() }
            #expect((version, former) == (1, 2))
            for portfolio in [old, new] {
                try await portfolio.catchUp()
                #expect(try await portfolio.lines(Self.cotisations).contains { $0["contract"] == JSON(contract) })
                #expect(try await portfolio.proof().differences == [])
            }
        }
    }

    @Test func `a program reads the version in use, not the former one of the same rules`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(40, lives: 10, seed: 43, to: service)
            try await portfolio.catchUp()
            _ = try await portfolio.rebuilding { try await $0.run(.replace) }
            let contract = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            let positions = try await service.owner.withSession { session in
                try session.query("SELECT position FROM portfolio.version ORDER BY version", as: Int64.self)
            }
            #expect(positions == [positions[1] - 1, positions[1]], "the former version is not followed")
            #expect(try await portfolio.lines(Self.cotisations).contains { $0["contract"] == JSON(contract) })
        }
    }
}
