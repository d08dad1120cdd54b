import CivilTime
import Contracts
import JSON
import Postgres
import RandomTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// A rebuild makes what following made, proves it, and changes nothing until it is asked to.
@Suite(.timeLimit(.minutes(10))) struct RebuildTests {
    @Test(arguments: [21, 22] as [UInt64])
    func `what is rebuilt is what was followed, contract by contract`(seed: UInt64) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            var random = SplitMix(state: seed)
            let told = try await ToldLives.tell(200, lives: 15, seed: seed, to: service) { _ in
                if random.next() % 3 == 0 { try await portfolio.step(limit: Int(random.next() % 6) + 1) }
            }
            let report = try await portfolio.rebuilding { try await $0.run(.replace) }
            #expect(report.differences == [])
            #expect(report.isInUse)
            #expect(try await portfolio.versions() == ["1 previous", "2 current"])

            // What is in use now goes on following.
            let contract = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            let question = PortfolioQuestion.coverage(on: "2026-03-05", employer: nil, state: nil)
            let lines = try await portfolio.lines(question)
            #expect(lines.count == told.contracts.count + 1)
            #expect(lines.contains { $0["contract"] == JSON(contract) })
            // And is the same again as what is made anew.
            let again = try await portfolio.rebuilding { try await $0.run(.compare) }
            #expect(again.differences == [])
            #expect(!again.isInUse)
            #expect(try await portfolio.versions() == ["1 previous", "2 current"])
        }
    }

    @Test func `nothing recorded makes an empty version`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let report = try await portfolio.rebuilding { try await $0.run(.replace) }
            #expect(report.isInUse)
            #expect(report.position == 0)
            #expect(try await portfolio.lines(.coverage(on: "2026-03-05", employer: nil, state: nil)).isEmpty)
        }
    }

    @Test(arguments: [
        ("contract", "UPDATE portfolio_1.contract SET recorded_at = recorded_at || now() WHERE contract_id = '%'"),
        ("contract", "UPDATE portfolio_1.contract SET covers[1] = 4 WHERE contract_id = '%'"),
        ("cover", "INSERT INTO portfolio_1.cover SELECT '%', gen_random_uuid(), now(), 1, 1, '{-infinity}', '{0}', NULL"),
        ("contract", "UPDATE portfolio_1.contract SET amounts[1] = amounts[1] + 1 WHERE contract_id = '%'"),
        ("liability", "UPDATE portfolio_1.liability SET amounts[1] = amounts[1] + 1 WHERE contract_id = '%'"),
        ("employment", "INSERT INTO portfolio_1.employment SELECT '%', now(), '{2026-03-01}', '{A1}'"),
        (
            "deadline",
            "INSERT INTO portfolio_1.deadline SELECT '%', 1, '00000000-0000-0000-0000-000000000000', '2026-05-01', 'infinity', now(), 'infinity'"
        ),
    ])
    func `a difference is found, told, and in the way of the switch`(table: String, damage: String) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(30, lives: 5, seed: 3, to: service)
            try await portfolio.catchUp()
            let contract = told.contracts[2]
            try await service.owner.withSession { session in
                try session.executeScript(damage.split(separator: "%").joined(separator: "\(contract)"))
            }
            let report = try await portfolio.rebuilding { try await $0.run(.replace) }
            #expect(report.differences == [Rebuild.Difference(contract: contract.uuid, tables: [table])])
            #expect(!report.isInUse)
            #expect(try await portfolio.versions() == ["1 current"])

            let forced = try await portfolio.rebuilding { try await $0.run(.force) }
            #expect(forced.differences.map(\.contract) == [contract.uuid])
            #expect(forced.isInUse)
            #expect(try await portfolio.rebuilding { try await $0.run(.compare) }.differences == [])
        }
    }

    @Test func `facts recorded while a version is made are in it`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(60, lives: 20, seed: 5, to: service)
            try await withThrowingTaskGroup(of: Void.self) { group in
                let isOver = Flag()
                group.addTask {
                    while !isOver.isRaised {
                        let contract = try await service.contracts.affiliated()
                        try await service.contracts.tell(
                            .suspend, ["effectiveOn": "2026-05-01", "cause": "unpaidLeave", "income": "none"], of: contract)
                    }
                }
                group.addTask { while !isOver.isRaised { try await portfolio.step(limit: 3) } }
                for _ in 0..<3 {
                    let report = try await portfolio.rebuilding { try await $0.run(.replace) }
                    #expect(report.differences == [])
                    #expect(report.isInUse)
                }
                isOver.raise()
                try await group.waitForAll()
            }
            try await portfolio.catchUp()
            #expect(try await portfolio.rebuilding { try await $0.run(.compare) }.differences == [])
        }
    }

    @Test func `a rebuild ends though others append faster than it follows`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(20, lives: 4, seed: 29, to: service)
            try await portfolio.catchUp()
            // A step takes longer than an append: whenever the end of the log is reached, there is another.
            try await service.owner.withSession { session in
                try session.executeScript(
                    """
                    CREATE FUNCTION portfolio.wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.1); RETURN new; END';
                    CREATE TRIGGER waiting BEFORE UPDATE ON portfolio.version FOR EACH ROW EXECUTE FUNCTION portfolio.wait()
                    """)
            }
            // Others go on until the rebuild has ended: one that cannot end reaches the limit of the suite.
            let isOver = Flag()
            async let appending: Void = { while !isOver.isRaised { _ = try await service.contracts.affiliated() } }()
            let report = try await portfolio.rebuilding { try await $0.run(.replace) }
            isOver.raise()
            try await appending
            #expect(report.differences == [] && report.isInUse)
        }
    }

    @Test func `a rebuild that is cancelled anywhere leaves what is in use, and can be done again`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(60, lives: 20, seed: 6, to: service)
            try await portfolio.catchUp()
            let question = PortfolioQuestion.coverage(on: "2026-06-05", employer: nil, state: nil)
            let before = try await portfolio.text(question, knownAt: "2026-12-01T00:00:00Z")
            var random = SplitMix(state: 77)
            for _ in 0..<10 {
                let pause = Duration.microseconds(Int(random.next() % 60_000))
                let rebuilding = Task { try await portfolio.rebuilding { try await $0.run(.replace) } }
                let cancelling = Task {
                    try await Task.sleep(for: pause)
                    rebuilding.cancel()
                }
                _ = await rebuilding.result
                _ = await cancelling.result
                #expect(try await portfolio.text(question, knownAt: "2026-12-01T00:00:00Z") == before)
            }
            #expect(try await portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
            #expect(try await portfolio.text(question, knownAt: "2026-12-01T00:00:00Z") == before)
            #expect(try await portfolio.versions().filter { !$0.hasSuffix("retired") }.count <= 2)
        }
    }

    @Test func `the former version comes back with all that was recorded since`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(40, lives: 8, seed: 8, to: service)
            await #expect(throws: Rebuild.Trouble.self) { try await portfolio.rebuilding { try await $0.rollBack() } }
            #expect(try await portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
            let contract = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            let (version, former) = try await portfolio.rebuilding { try await $0.rollBack() }
            #expect((version, former) == (1, 2))
            #expect(try await portfolio.versions() == ["1 current", "2 previous"])
            let lines = try await portfolio.lines(.coverage(on: "2026-03-05", employer: nil, state: nil))
            #expect(lines.contains { $0["contract"] == JSON(contract) })
            #expect(try await portfolio.rebuilding { try await $0.run(.compare) }.differences == [])
        }
    }

    @Test func `projections made by other rules are neither followed nor read, and replaced only on purpose`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(20, lives: 4, seed: 9, to: service)
            try await portfolio.catchUp()
            let later = PortfolioUnderTest(service, digest: [4, 5, 6])
            guard case .outdated = try await later.step() else {
                Issue.record("a version of other rules was followed")
                return
            }
            await #expect(throws: PortfolioError.outdated) { try await later.lines(.coverage(on: "2026-03-05", employer: nil, state: nil)) }
            _ = try await service.contracts.affiliated()

            let refused = try await later.rebuilding { try await $0.run(.replace) }
            #expect(!refused.isInUse)
            #expect(refused.differences == [], "these rules happen to say the same")
            #expect(try await later.rebuilding { try await $0.run(.force) }.isInUse)
            #expect(try await later.lines(.coverage(on: "2026-03-05", employer: nil, state: nil)).count == 5)
            await #expect(throws: Rebuild.Trouble.self) { try await later.rebuilding { try await $0.rollBack() } }
            // The program that made the former version can go back to it.
            _ = try await portfolio.rebuilding { try await $0.rollBack() }
            #expect(try await portfolio.lines(.coverage(on: "2026-03-05", employer: nil, state: nil)).count == 5)
        }
    }

    @Test func `two rebuilds do not run at once`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(20, lives: 4, seed: 10, to: service)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { (try? await portfolio.rebuilding { try await $0.run(.replace) }.isInUse) ?? false } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.contains(true))
            #expect(try await portfolio.rebuilding { try await $0.run(.compare) }.differences == [])
        }
    }
}

/// The projections in use are proved against the log.
@Suite struct ProjectionProofTests {
    @Test func `projections that follow the log are proved, all or a sample`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            var random = SplitMix(state: 4)
            _ = try await ToldLives.tell(120, lives: 12, seed: 31, to: service) { _ in
                if random.next() % 2 == 0 { try await portfolio.step(limit: 3) }
            }
            let finding = try await portfolio.proof()
            #expect(finding.contracts > 0, "also where they are behind")
            #expect(finding.differences == [])
            try await portfolio.catchUp()
            #expect(try await portfolio.proof().contracts == 12)
            #expect(try await portfolio.proof().differences == [])
            #expect(try await portfolio.proof(sample: 5).differences == [])
        }
    }

    @Test(arguments: [
        ("contract", "DELETE FROM portfolio_1.contract WHERE contract_id = '%'"),
        ("contract", "UPDATE portfolio_1.contract SET employers[1] = 'another' WHERE contract_id = '%'"),
        ("cover", "INSERT INTO portfolio_1.cover SELECT '%', gen_random_uuid(), now(), 1, 1, '{-infinity}', '{0}', NULL"),
        ("liability", "UPDATE portfolio_1.liability SET terms[1] = terms[1] + 1 WHERE contract_id = '%'"),
        ("employment", "INSERT INTO portfolio_1.employment SELECT '%', now(), '{2026-03-01}', '{A1}'"),
        (
            "deadline",
            "INSERT INTO portfolio_1.deadline SELECT '%', 1, '00000000-0000-0000-0000-000000000000', '2026-05-01', 'infinity', now(), 'infinity'"
        ),
    ])
    func `what the log does not make is named`(table: String, damage: String) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(30, lives: 5, seed: 3, to: service)
            try await portfolio.catchUp()
            let contract = told.contracts[1]
            try await service.owner.withSession { session in
                try session.executeScript(damage.split(separator: "%").joined(separator: "\(contract)"))
            }
            #expect(try await portfolio.proof().differences == [Rebuild.Difference(contract: contract.uuid, tables: [table])])
        }
    }
}
