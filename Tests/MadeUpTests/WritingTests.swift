import CivilTime
import ContractService
import Contracts
import DatabaseSchema
import EventLog
import FoundationEssentials
import Postgres
import PostgresTesting
import Synchronization
import Testing

@testable import MadeUp

@Suite(.timeLimit(.minutes(10))) struct WritingTests {
    @Test func `a portfolio is written in order of time, whole, as its lives were made up`() async throws {
        try await withEmptyLog { database in
            let world = try World.made(seed: 11)
            let seen = Mutex<[MadeUpPortfolio.Progress]>([])
            let summary = try await MadeUpPortfolio.write(120, of: world, to: database) { step in seen.withLock { $0.append(step) } }
            let head = try await EventLog.verify(database)
            #expect(head.position == Int64(summary.events))
            #expect(summary.eventsByType.values.reduce(0, +) == summary.events)
            #expect(summary.recorded.upperBound.microseconds == head.recordedAt)
            #expect(seen.withLock { $0.last } == .recorded(summary.events, of: summary.events))

            let lives = Dictionary(uniqueKeysWithValues: world.lives(120).map { ($0.contract, $0) })
            var before: RecordedEvent?
            var told: [UUID: Int] = [:]
            var position: Int64 = 0
            while case let page = try await events(after: position, in: database), !page.isEmpty {
                for event in page {
                    #expect(before.map { $0.recordedAt <= event.recordedAt } ?? true)
                    let life = try #require(lives[event.contract.bits]).events[event.version - 1]
                    #expect(try RecordedFact(event) == life.recorded)
                    #expect(event.recordedBy == life.recorder.name)
                    told[event.contract, default: 0] += 1
                    before = event
                }
                position += Int64(page.count)
            }
            #expect(told.count == 120)
            #expect(lives.values.reduce(0) { $0 + $1.events.count } == summary.events)
        }
    }

    @Test func `contract and event are the same whatever the number of contracts`() async throws {
        let few = try await log(of: 100)
        let many = try await log(of: 1000)
        #expect(few.count == 100 && many.count == 1000)
        for (contract, events) in few { #expect(many[contract] == events) }
    }

    @Test func `a log that holds anything is left alone`() async throws {
        try await withEmptyLog { database in
            let world = try World.made()
            _ = try await MadeUpPortfolio.write(1, of: world, to: database)
            let head = try await database.withSession { try EventLog.head(in: $0) }
            await #expect(throws: MadeUpPortfolio.Failure.logNotEmpty(events: Int(head.position))) {
                try await MadeUpPortfolio.write(10, of: world, to: database)
            }
            #expect(try await database.withSession { try EventLog.head(in: $0) } == head)
        }
    }

    @Test func `who cancels while lives are made up finds the log empty`() async throws {
        try await withEmptyLog { database async throws in
            await #expect(throws: CancellationError.self) {
                try await write(4000, to: database) { if case .made = $0 { true } else { false } }
            }
            #expect(try await database.withSession { try EventLog.head(in: $0) } == .empty)
        }
    }

    @Test func `who cancels while events are recorded is told how many are, and the log is whole`() async throws {
        try await withEmptyLog { database async throws in
            let failure = await #expect(throws: MadeUpPortfolio.Failure.self) {
                try await write(100, to: database) { if case .recorded = $0 { true } else { false } }
            }
            guard case .interrupted(let events)? = failure else { return }
            #expect(try await EventLog.verify(database).position >= events)
        }
    }

    /// Writes a portfolio, and cancels it at the first step of a kind.
    private func write(
        _ contracts: Int, to database: Database, cancelledAt isReached: @escaping @Sendable (MadeUpPortfolio.Progress) -> Bool
    ) async throws {
        let world = try World.made()
        let writing = Writing()
        try await writing.start {
            try await MadeUpPortfolio.write(contracts, of: world, to: database) { if isReached($0) { writing.cancel() } }
        }
        .value
    }

    private func log(of contracts: Int) async throws -> [UUID: [String]] {
        try await withEmptyLog { database in
            _ = try await MadeUpPortfolio.write(contracts, of: World.made(seed: 5), to: database)
            var log: [UUID: [String]] = [:]
            var position: Int64 = 0
            while case let page = try await events(after: position, in: database), !page.isEmpty {
                for event in page {
                    log[event.contract, default: []].append(
                        "\(event.version) \(event.recordedAt) \(event.recordedBy) \(event.type) \(String(decoding: event.payload, as: UTF8.self))"
                    )
                }
                position += Int64(page.count)
            }
            return log
        }
    }
}

/// A task that what it runs may cancel.
private final class Writing: Sendable {
    private let task = Mutex<Task<Void, any Error>?>(nil)

    func start(_ body: @escaping @Sendable () async throws -> MadeUpPortfolio.Summary) -> Task<Void, any Error> {
        task.withLock { task in
            let started = Task { _ = try await body() }
            task = started
            return started
        }
    }

    func cancel() { task.withLock { $0?.cancel() } }
}

private func events(after position: Int64, in database: Database) async throws -> [RecordedEvent] {
    try await database.withSession { try EventLog.page(after: position, limit: 5000, in: $0) }
}

extension UUID {
    /// The 128 bits.
    fileprivate var bits: UInt128 { withUnsafeBytes(of: uuid) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) } }
}

/// A migrated database with an empty log, with the rights of the service.
private func withEmptyLog<T>(_ body: (Database) async throws -> T) async throws -> T {
    try await withDatabase(template: "log") { url in
        let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        _ = try await database.withSession { try Migrator().migrate(in: $0) }
        await database.shutdown()
    } _: { database in
        var configuration = database.configuration
        configuration.role = "maintien_service"
        let service = Database(configuration, connections: 1)
        let result = try await body(service)
        await service.shutdown()
        return result
    }
}
