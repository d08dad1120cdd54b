import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import RandomTesting
import Testing

@testable import ContractService

/// What is in the working set is true as of its end, whoever appends and whatever becomes of the log.
@Suite(.timeLimit(.minutes(10))) struct WorkingSetTests {
    @Test(arguments: 1...6) func `in any interleaving of two processes and of resets, each answer is that of the log`(_ seed: UInt64)
        async throws
    {
        try await withService { made in
            let sandbox = ServiceSandbox(clock: made.clock, owner: made.owner)
            try await sandbox.setClock(to: "2026-05-20T09:00:00Z")
            // One keeps everything, and one so little that it forgets and reads again all the time.
            let services = [made.contracts, made.another(remembering: 16)]
            let contracts = (0..<5).map { _ in ContractID.new() }
            var life = RandomLife(seed: seed)
            var random = SplitMix(state: seed)
            func any<Element>(_ elements: [Element]) -> Element { elements[Int(random.next() % UInt64(elements.count))] }
            for _ in 0..<150 {
                let (service, contract) = (any(services), any(contracts))
                switch random.next() % 100 {
                case 0..<2: try await sandbox.reset()
                case 2..<15: _ = await service.outcome(.affiliate, .affiliation(), of: contract)
                case 15..<50:
                    let (command, body) = life.next()
                    _ = await service.outcome(command, body, of: contract)
                default:
                    let question = any([
                        Question.timeline, .coverage(on: "2026-06-01"), .eligibility(on: "2026-06-01"),
                        .cotisation(month: "2026-06", comparedWith: nil),
                    ])
                    let asked = await Outcome { try await service.ask(question, of: contract) }
                    let fresh = await Outcome { try await made.another(remembering: 0).ask(question, of: contract) }
                    #expect(asked.word == fresh.word)
                    #expect(asked.answer?.without("knownAt") == fresh.answer?.without("knownAt"))
                    try await expectTrue(service.set, of: contracts, in: made.database)
                }
            }
        }
    }

    /// Each contract of a set is what the log holds of it up to the end of the set, if that is an end of this log.
    private func expectTrue(_ set: WorkingSet, of contracts: [ContractID], in database: Database) async throws {
        guard let end = set.end else { return }
        let events = try await database.withSession { session in try EventLog.page(after: 0, limit: 10_000, in: session) }
        guard end.position == 0 || events.contains(where: { $0.position == end.position && $0.hash == end.hash }) else { return }
        for (contract, folded) in set.contracts(contracts.map(\.uuid)) {
            let history = events.filter { $0.contract == contract && $0.position <= end.position }
            #expect(folded.facts.map(\.version) == history.map(\.version))
            #expect(folded.facts.map(\.recordedAt.microseconds) == history.map(\.recordedAt))
        }
    }

    @Test func `a question sees what another process recorded before it came`() async throws {
        try await withService { made in
            let other = made.another()
            let contract = try await other.affiliated()
            for version in 1...20 {
                #expect(try await made.contracts.version(of: contract) == version)
                try await other.tell(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": JSON(version)], of: contract)
            }
        }
    }

    @Test func `a tail that is too long to follow empties the set, and nothing is missed`() async throws {
        try await withService { made in
            let (contract, other) = (try await made.contracts.affiliated(), made.another())
            #expect(try await made.contracts.version(of: contract) == 1)
            let lines = (0..<5000).map { number in
                BulkLine(
                    number: number + 1,
                    bytes: Array(#"{"contract":"\#(ContractID.new())","command":"affiliate",\#(JSON.affiliation().inner)}"#.utf8))
            }
            for start in stride(from: 0, to: lines.count, by: 500) {
                _ = try await other.submitAll(Array(lines[start..<start + 500]), caller: "clerk")
            }
            try await other.tell(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1], of: contract)
            #expect(try await made.contracts.version(of: contract) == 2)
        }
    }

    @Test func `what was drawn is drawn again when a parameter becomes known`() async throws {
        try await withService { made in
            _ = made.clock.set("2026-11-30T09:00:00Z")
            let contract = try await made.contracts.affiliated()
            for instant: Instant in ["2026-11-30T10:00:00Z", "2026-12-15T10:00:00Z", "2027-01-15T10:00:00Z", "2027-02-15T10:00:00Z"] {
                _ = made.clock.set(instant)
                for month: Month in ["2026-12", "2027-01", "2027-02"] {
                    let question = Question.cotisation(month: month, comparedWith: nil)
                    let asked = try await made.contracts.ask(question, of: contract)
                    #expect(asked == (try await made.another(remembering: 0).ask(question, of: contract)))
                }
            }
        }
    }
}

extension JSON {
    /// This object without a member.
    fileprivate func without(_ key: String) -> JSON {
        guard var object else { return self }
        object[key] = nil
        return .object(object)
    }

    /// The members of this object, as they are written, without its braces.
    fileprivate var inner: String { String(decoding: bytes().dropFirst().dropLast(), as: UTF8.self) }
}
