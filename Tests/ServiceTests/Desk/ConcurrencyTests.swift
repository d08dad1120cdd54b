import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Testing
import Vault

@testable import ContractService

/// Many clerks in two processes of the operating system, on few contracts, each over the desk of its own service.
@Suite(.timeLimit(.minutes(10))) struct ConcurrencyTests {
    @Test func `two processes of sixteen clerks lose nothing, double nothing, and are told what is in the log`() async throws {
        let key = FileManager.default.temporaryDirectory.appending(path: "service-tests-\(UUID().uuidString).key").path()
        defer { try? FileManager.default.removeItem(atPath: key) }
        try await withService(masterKey: try .file(at: key, createIfMissing: true)) { made in
            try await made.owner.withSession { session in
                try session.executeScript(
                    """
                    CREATE TABLE told (
                        contract_id uuid, version integer, position bigint, key text, word text, command text, body text, known integer, after integer);
                    GRANT ALL ON told TO maintien_service;
                    """)
            }
            async let other = #expect(processExitsWith: .success) { [url = made.url as String, key = key as String] in
                try await Clerks(url: url, masterKey: key).work()
            }
            try await Clerks(url: made.url, masterKey: key).work()
            _ = await other

            let head = try await EventLog.verify(made.database, pageSize: 500)
            let events = try await made.database.withSession { session in try EventLog.page(after: 0, limit: 100_000, in: session) }
            #expect(head.position == Int64(events.count))
            #expect(Set(events.map(\.recordedBy)).count == 2)
            let told = try await made.owner.withSession { session in try Told.all(in: session) }
            #expect(told.count == 2 * Clerks.clerks * Clerks.commands)
            try tally(told, with: events)
            let histories = try Dictionary(grouping: events, by: \.contract).mapValues { try $0.map { try Ledger.Entry($0).fact } }
            for (contract, history) in histories {
                let unlawful = try unlawful(in: history)
                #expect(unlawful.isEmpty, "\(contract): \(unlawful)")
            }
            let unfounded = try told.filter { try !$0.isFounded(on: histories[$0.contract] ?? []) }
            #expect(unfounded.isEmpty, "\(unfounded.prefix(3))")
            #expect(told.contains { Rule(rawValue: $0.word) != nil })
        }
    }

    /// Every event was told to one clerk, and every acceptance is an event.
    private func tally(_ told: [Told], with events: [RecordedEvent]) throws {
        struct Place: Hashable { let contract: UUID, version: Int, position: Int64 }
        let accepted = told.filter { $0.word == "accepted" }.map {
            Place(contract: $0.contract, version: $0.version, position: $0.position)
        }
        #expect(Set(accepted).count == accepted.count)
        #expect(Set(accepted) == Set(events.map { Place(contract: $0.contract, version: $0.version, position: $0.position) }))
        // Each told twice under one key was told the same.
        for (key, answers) in Dictionary(grouping: told.filter { $0.key != nil }, by: \.key) {
            #expect(Set(answers.filter { ["accepted", "replayed"].contains($0.word) }.map(\.position)).count <= 1, "\(key ?? "")")
            #expect(answers.count { $0.word == "accepted" } <= 1)
        }
    }

    /// The versions of the events that the history before them does not allow.
    private func unlawful(in history: [RecordedFact]) throws -> [Int] {
        history.indices.filter { index in
            let event = history[index]
            let contract = try? Contract(events: Array(history[..<index]), knownAt: event.recordedAt, schemes: .littoral)
            return (try? contract?.decide([event.fact])) != [event.fact]
        }.map { history[$0].version }
    }

    @Test func `of two services that affiliate one agent one wins, and the other is told so`() async throws {
        try await withService { made in
            let desks = [made.contracts, made.another(), made.another()]
            for _ in 0..<40 {
                let contract = ContractID.new()
                let words = await withTaskGroup { group in
                    for desk in desks { group.addTask { await desk.outcome(.affiliate, .affiliation(), of: contract).word } }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(words.sorted() == ["accepted", "contract.alreadyAffiliated", "contract.alreadyAffiliated"])
                #expect(try await made.contracts.version(of: contract) == 1)
            }
            let head = try await EventLog.verify(made.database)
            #expect(head.position == 40)
        }
    }
}
