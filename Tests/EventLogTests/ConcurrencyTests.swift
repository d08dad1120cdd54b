import DatabaseSchema
import FoundationEssentials
import Glibc
import Postgres
import Testing

@testable import EventLog

/// Many writers in two processes of the operating system, on few contracts.
@Suite(.timeLimit(.minutes(10)), .eitherWay) struct ConcurrencyTests {
    @Test func `two processes of sixteen writers leave no hole, and what they were told is what is there`() async throws {
        try await withLog { log in
            try await log.asOwner(
                "CREATE TABLE told (contract_id uuid, version integer, position bigint); GRANT ALL ON told TO maintien_service")
            async let other = #expect(processExitsWith: .success) { [url = log.url as String] in
                try await Writers(url: url, copyingFrom: .max).run()
            }
            try await Writers(url: log.url, copyingFrom: EitherWay.copyingFrom).run()
            _ = await other

            let end = try await EventLog.verify(log.service, pageSize: 777)
            let counts = try await log.owner.withSession { session in
                try session.first(
                    """
                    SELECT (SELECT count(*) FROM told), (SELECT count(*) FROM log.event),
                        (SELECT count(*) FROM told JOIN log.event USING (contract_id, version, position)),
                        (SELECT count(DISTINCT recorded_by) FROM log.event), (SELECT count(*) FROM log.idempotency)
                    """, as: (Int, Int, Int, Int, Int).self)
            }
            let (told, stored, both, processes, keys) = try #require(counts)
            #expect(told == stored)
            #expect(both == stored)
            #expect(Int(end.position) == stored)
            #expect(processes == 2)
            // Each writer was accepted with each of its commands, once.
            #expect(keys == 2 * Writers.writers * Writers.commands)
        }
    }
}

/// Sixteen writers of one process, who each try until all their commands are accepted.
struct Writers: Sendable {
    static let writers = 16
    static let commands = 25
    private static let contracts = (1...4).compactMap { UUID(uuidString: "00000000-0000-0000-0000-00000000000\($0)") }

    let url: String
    /// The number of rows from which on they copy.
    let copyingFrom: Int

    func run() async throws {
        let database = Database(try LogUnderTest.serviceConfiguration(url: url), connections: Self.writers)
        try await withThrowingTaskGroup { group in
            for writer in 0..<Self.writers { group.addTask { try await write(as: writer, to: database) } }
            try await group.waitForAll()
        }
        await database.shutdown()
    }

    /// Gives each command again until it is accepted, once in a while in a group with another for the same contract.
    private func write(as writer: Int, to database: Database) async throws {
        for command in 0..<Self.commands {
            let contract = Self.contracts[(writer + command) % Self.contracts.count]
            let process = "process \(getpid())"
            let key = "\(getpid())-\(writer)-\(command)"
            var isAccepted = false
            while !isAccepted {
                isAccepted = try await database.withSession { session in
                    let version = try EventLog.events(of: [contract], in: session)[contract]?.count ?? 0
                    var proposals = [Proposal.events(1 + writer % 3, to: contract, at: version, key: key, by: process)]
                    if command % 5 == 0 { proposals.append(.events(to: contract, at: version + 1 + writer % 3, by: process)) }
                    let verdicts = try session.append(proposals, now: Int64(command), copyingFrom: copyingFrom)
                    for receipt in verdicts.filter(\.isAppended).compactMap(\.receipt) {
                        let versions = (receipt.versions ?? 0...0).map(Int32.init)
                        let positions = versions.indices.map { receipt.position - Int64(versions.count - 1 - $0) }
                        try session.execute(
                            "INSERT INTO told SELECT \(contract), version, position FROM unnest(\(versions), \(positions)) AS t (version, position)"
                        )
                    }
                    return verdicts[0].isAppended
                }
            }
        }
    }
}
