import CivilTime
import Contracts
import JSON
import Postgres
import PostgresTesting
import RandomTesting
import Testing

@testable import ContractService

/// A standby answers questions while its log is proved to be fresh enough, and says how old it is at most.
@Suite(.timeLimit(.minutes(10))) struct StandbyTests {
    static func pay(_ cents: Int) -> JSON { ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": JSON(cents)] }

    @Test func `a fresh standby answers every question as the primary does, which is asked nothing`() async throws {
        try await withStandby { standby in
            let contract = try await standby.made.contracts.affiliated()
            try await standby.made.contracts.tell(.declarePay, Self.pay(1), of: contract)
            // Before the first trial it is not asked.
            #expect(!standby.watch.isUsable)
            #expect(try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now).proof == nil)
            await standby.refresh()
            let questions: [Question] = [
                .coverage(on: "2026-06-01"), .cotisation(month: "2026-06", comparedWith: nil),
                .cotisation(month: "2026-06", comparedWith: .version(1)),
                .cotisationForEmployer("0290012E", month: "2026-06", comparedWith: nil),
                .eligibility(on: "2026-06-01"), .timeline, .changes(since: nil), .commands(on: "2026-06-01"),
                .facts(through: nil, limit: 20),
                .events, .eventsForHolder,
            ]
            for question in questions {
                let answer = try await standby.readerAlone.recentAnswer(question, of: contract, knownAt: .now)
                let present = try await standby.made.contracts.answer(question, of: contract, knownAt: .now)
                let proof = try #require(answer.proof, "\(question)")
                #expect(answer.body.without(["knownAt"]) == present.body.without(["knownAt"]) && answer.version == present.version)
                #expect(proof.position == 2 && proof.age > .zero && proof.age <= standby.watch.maxStaleness)
                #expect(present.proof == nil)
            }
        }
    }

    @Test func `the primary answers when the standby is too old, and the standby when it has caught up`() async throws {
        try await withStandby(answersUpTo: .seconds(2)) { standby in
            let contract = try await standby.made.contracts.affiliated()
            await standby.refresh()
            try await standby.pauseReplay()
            try await standby.made.contracts.tell(.declarePay, Self.pay(1), of: contract)
            var answer: Answer
            repeat {
                await standby.watch.sample()
                answer = try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now)
                #expect(answer.version == (answer.proof == nil ? 2 : 1))
            } while answer.proof != nil
            #expect(await standby.watch.trial() == nil && !standby.watch.isUsable)
            try await standby.resumeReplay()
            repeat {
                await standby.refresh()
                answer = try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now)
                #expect(answer.version == 2)
            } while answer.proof == nil
        }
    }

    @Test(arguments: 1...3) func `what was acknowledged longer ago than an answer's age is in it, whatever the standby does`(_ seed: UInt64)
        async throws
    {
        try await withStandby { standby in
            let contract = try await standby.made.contracts.affiliated()
            var random = SplitMix(state: seed)
            var version = 1
            // How many versions had been acknowledged when a sample began.
            var acknowledged: [AnyHashable: Int] = [:]
            var fromStandby = 0
            for step in 1...200 {
                switch random.next() % 10 {
                case 0..<3:
                    try await standby.made.contracts.tell(.declarePay, Self.pay(step), of: contract)
                    version += 1
                case 3: try await random.next() % 2 == 0 ? standby.pauseReplay() : standby.resumeReplay()
                case 4..<6: if let began = await standby.watch.sample() { acknowledged[began] = version }
                case 6: _ = await standby.watch.trial()
                default:
                    let answer = try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now)
                    guard let proof = answer.proof else {
                        #expect(answer.version == version)
                        continue
                    }
                    fromStandby += 1
                    #expect(answer.version >= proof.position)
                    #expect(answer.version >= acknowledged[proof.since] ?? 0, "step \(step)")
                }
            }
            #expect(fromStandby > 0)
            try await standby.resumeReplay()
        }
    }

    @Test func `an answer that must include a position waits for it on the standby, then comes from the primary`() async throws {
        try await withStandby { standby in
            let contract = try await standby.made.contracts.affiliated()
            await standby.refresh()
            try await standby.pauseReplay()
            try await standby.made.contracts.tell(.declarePay, Self.pay(1), of: contract)
            let waiting = Task { try await standby.readerAlone.recentAnswer(.timeline, of: contract, knownAt: .now, atLeast: 2) }
            #expect(try await standby.readerAlone.recentAnswer(.timeline, of: contract, knownAt: .now, atLeast: 1).version == 1)
            try await standby.resumeReplay()
            let answer = try await waiting.value
            #expect(answer.version == 2 && answer.proof?.position == 2)
        }
        try await withStandby(answersUpTo: .seconds(1)) { standby in
            let contract = try await standby.made.contracts.affiliated()
            await standby.refresh()
            try await standby.pauseReplay()
            try await standby.made.contracts.tell(.declarePay, Self.pay(1), of: contract)
            let answer = try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now, atLeast: 2)
            #expect(answer.version == 2 && answer.proof == nil)
            try await standby.resumeReplay()
        }
    }

    @Test func `without the primary answers grow older, and end with the limit`() async throws {
        try await withStandby(answersUpTo: .seconds(40)) { standby in
            let contract = try await standby.made.contracts.affiliated()
            await standby.refresh()
            await standby.server.losePrimary()
            var ages: [Duration] = []
            let error = await #expect(throws: ServiceError.self) {
                while true {
                    await standby.watch.sample()
                    let answer = try await standby.readerAlone.recentAnswer(.timeline, of: contract, knownAt: .now)
                    ages.append(try #require(answer.proof).age)
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            guard case .unavailable = error else { throw try #require(error) }
            #expect(ages.count > 1 && ages == ages.sorted() && ages.allSatisfy { $0 > .zero })
        }
    }

    @Test func `a standby that stands still, or is away, leaves its questions to the primary`() async throws {
        try await withStandby { standby in
            let contract = try await standby.made.contracts.affiliated()
            await standby.refresh()
            #expect(try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now).proof != nil)
            let processes = try #require(standby.reader.processes)
            processes.standStill()
            for question in [Question.timeline, .events] {
                #expect(try await standby.contracts.recentAnswer(question, of: contract, knownAt: .now).proof == nil)
                #expect(!standby.watch.isUsable)
            }
            #expect(await standby.watch.trial() == nil)
            processes.goOn()
            await standby.refresh()
            #expect(try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now).proof != nil)
            try standby.reader.stop()
            #expect(try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now).proof == nil)
            #expect(await standby.watch.trial() == nil)
            try standby.reader.start()
            await standby.refresh()
            #expect(try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now).proof != nil)
        }
    }

    @Test func `the primary alone tells what is unknown, and what was known after the standby's last event`() async throws {
        try await withStandby { standby in
            let contract = try await standby.made.contracts.affiliated()
            let first = SystemClock().now()
            try await standby.made.contracts.tell(.declarePay, Self.pay(1), of: contract)
            let last = SystemClock().now()
            await standby.refresh()
            func isFromStandby(_ knownAt: KnownAt, comparedWith other: KnownAt? = nil) async throws -> Bool {
                let question = Question.cotisation(month: "2026-06", comparedWith: other)
                return try await standby.contracts.recentAnswer(question, of: contract, knownAt: knownAt).proof != nil
            }
            #expect(try await isFromStandby(.now))
            #expect(try await isFromStandby(.instant(first)))
            #expect(try await isFromStandby(.now, comparedWith: .instant(first)))
            #expect(try await isFromStandby(.version(2), comparedWith: .version(1)))
            #expect(try await isFromStandby(.instant("2999-01-01T00:00:00Z")))
            #expect(try await !isFromStandby(.instant(last)))
            #expect(try await !isFromStandby(.now, comparedWith: .instant(last)))
            for knownAt in [KnownAt.version(9), .instant("2001-01-01T00:00:00Z")] {
                await #expect(throws: ServiceError.self) { _ = try await isFromStandby(knownAt) }
            }
            // Of a contract that the standby does not know, nothing is said without the primary.
            let unknown = await Outcome { try await standby.contracts.recentAnswer(.timeline, of: .new(), knownAt: .now).body }.word
            #expect(unknown == "contract.unknown")
            let alone = await Outcome { try await standby.readerAlone.recentAnswer(.timeline, of: .new(), knownAt: .now).body }.word
            #expect(alone == "unavailable")
        }
    }

    @Test func `a promoted standby answers nothing more`() async throws {
        try await withStandby { standby in
            let contract = try await standby.made.contracts.affiliated()
            await standby.refresh()
            try standby.reader.promote()
            #expect(try await standby.contracts.recentAnswer(.timeline, of: contract, knownAt: .now).proof == nil)
            await standby.watch.sample()
            #expect(await standby.watch.trial() == nil)
        }
    }

    @Test func `a standby with events that were lost with the primary answers nothing`() async throws {
        try await withStandby { standby in
            let contract = try await standby.made.contracts.affiliated()
            await standby.refresh()
            // The last commit does not wait for the synchronous standby, which is away.
            try await standby.made.owner.withSession { try $0.executeScript("ALTER ROLE postgres SET synchronous_commit = local") }
            let hasty = try await ServiceOnServer(on: standby.server.configuration, masterKey: standby.key)
            try standby.server.standby.stop()
            try await hasty.contracts.tell(.declarePay, Self.pay(1), of: contract)
            while try await standby.admin.withSession({ try $0.one("SELECT position FROM log.head", as: Int.self) }) < 2 {}
            await standby.server.losePrimary()
            await hasty.close()
            try standby.server.standby.start()
            try standby.server.standby.promote()

            while await standby.watch.sample() == nil {}
            #expect(await standby.watch.trial() == nil)
            // Another event at the same position.
            let after = try await ServiceOnServer(on: standby.server.standby.configuration, masterKey: standby.key)
            try await after.contracts.tell(.declarePay, Self.pay(2), of: contract)
            while await standby.watch.sample() == nil {}
            #expect(await standby.watch.trial() == nil)
            #expect(try await after.contracts.version(of: contract) == 2)
            await after.close()
        }
    }
}
