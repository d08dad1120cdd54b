import CivilTime
import EventLog
import JSON
import Postgres
import RandomTesting
import ServiceTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// The projections of what a process remembers are those of the log, whoever appends and whatever becomes of the log.
@Suite(.timeLimit(.minutes(10))) struct RememberedPageTests {
    @Test func `what this process appended is projected, and none of it is read`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            var read = 0
            _ = try await ToldLives.tell(200, lives: 12, seed: 7, to: service) { number in
                if number % 9 == 0 { read += try await portfolio.catchUp(limit: 1000, beside: service.contracts) }
            }
            read += try await portfolio.catchUp(limit: 1000, beside: service.contracts)
            #expect(read == 0)
            #expect(try await portfolio.proof().differences == [])
        }
    }

    @Test func `after a start the log is read, and from then on no more`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            for _ in 0..<5 { _ = try await service.contracts.affiliated() }
            let another = service.another()
            #expect(try await portfolio.catchUp(beside: another) == 5)
            let contract = try await another.affiliated()
            try await another.tell(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1], of: contract)
            #expect(try await portfolio.catchUp(beside: another) == 0)
            #expect(try await portfolio.proof().differences == [])
        }
    }

    @Test func `what another process appended is remembered with the tail, but for histories that this one did not hold`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let (one, other) = (service.contracts, service.another())
            let contract = try await one.affiliated()
            try await portfolio.catchUp(beside: one)
            try await other.tell(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1], of: contract)
            _ = try await other.affiliated()
            // The look of a question brings the tail.
            #expect(try await one.version(of: contract) == 2)
            #expect(try await portfolio.catchUp(beside: one) == 1)
            #expect(try await portfolio.proof().differences == [])
        }
    }

    @Test func `beside a service on another database nothing is taken from it`() async throws {
        try await withService { service in
            try await withService { stranger in
                let portfolio = PortfolioUnderTest(service)
                for _ in 0..<3 { _ = try await stranger.contracts.affiliated() }
                for _ in 0..<2 { _ = try await service.contracts.affiliated() }
                #expect(try await portfolio.catchUp(beside: stranger.contracts) == 2)
                #expect(try await portfolio.proof().differences == [])
            }
        }
    }

    /// As after a failover that lost the end: nobody has said so.
    @Test func `what the log has lost is not projected`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            for _ in 0..<2 { _ = try await service.contracts.affiliated() }
            try await portfolio.catchUp(beside: service.contracts)
            for _ in 0..<2 { _ = try await service.contracts.affiliated() }
            try await service.goBack(to: 2)
            #expect(try await portfolio.catchUp(beside: service.contracts) == 0)
            #expect(try await portfolio.proof().differences == [])
            let other = service.another()
            for _ in 0..<3 { _ = try await other.affiliated() }
            #expect(try await portfolio.catchUp(beside: service.contracts) == 3)
            #expect(try await portfolio.proof().differences == [])
        }
    }

    @Test(arguments: 1...8) func `in any interleaving of two processes, resets and lost ends of the log, the rows are those of a rebuild`(
        _ seed: UInt64
    ) async throws {
        try await withService { service in
            let sandbox = ServiceSandbox(clock: service.clock, owner: service.owner)
            try await sandbox.setClock(to: "2026-05-20T09:00:00Z")
            let portfolio = PortfolioUnderTest(service)
            // One keeps everything, and one so little that it forgets and reads again all the time.
            let services = [service.contracts, service.another(remembering: 16)]
            let contracts = (0..<6).map { _ in ContractID.new() }
            var life = RandomLife(seed: seed)
            var random = SplitMix(state: seed)
            func any<Element>(_ elements: [Element]) -> Element { elements[Int(random.next() % UInt64(elements.count))] }
            for _ in 0..<200 {
                let (contracts, contract) = (any(services), any(contracts))
                switch random.next() % 100 {
                case 0: try await sandbox.reset()
                case 1..<4:
                    // What nobody has projected is lost, as in a failover. No process is told of it.
                    let (projected, head) = try await service.database.withSession { session in
                        (try Projector.lock(.current, in: session).0.position, try EventLog.head(in: session).position)
                    }
                    if projected > 0, projected < head { try await service.goBack(to: Int(projected)) }
                case 4..<6: try await sandbox.setClock(to: service.clock.now().adding(microseconds: 86_400_000_000))
                case 6..<20: _ = await contracts.outcome(.affiliate, .affiliation(), of: contract)
                case 20..<65:
                    let (command, body) = life.next()
                    _ = await contracts.outcome(command, body, of: contract)
                case 65..<72: _ = await Outcome { try await contracts.ask(.timeline, of: contract) }
                case 72..<97: try await portfolio.step(limit: Int(random.next() % 7) + 1, beside: contracts)
                default:
                    try await portfolio.catchUp(limit: Int(random.next() % 7) + 1, beside: contracts)
                    #expect(try await portfolio.proof().differences == [])
                }
            }
            try await portfolio.catchUp(beside: services[0])
            #expect(try await portfolio.proof().differences == [])
        }
    }
}
