import EventLog
import FoundationEssentials
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)), .eitherWay) struct AppendTests {
    @Test func `events are numbered in the log and in their contract`() async throws {
        try await withLog { log in
            let (a, b) = (UUID(), UUID())
            let verdicts = try await log.append(
                [.events(2, to: a, at: 0), .events(1, to: b, at: 0), .events(3, to: a, at: 2)], now: 1_000_001)
            #expect(
                verdicts == [
                    .appended(Receipt(contract: a, versions: 1...2, version: 2, position: 2, recordedAt: 1_000_001)),
                    .appended(Receipt(contract: b, versions: 1...1, version: 1, position: 3, recordedAt: 1_000_001)),
                    .appended(Receipt(contract: a, versions: 3...5, version: 5, position: 6, recordedAt: 1_000_001)),
                ])
            let events = try await log.page()
            #expect(events.map(\.position) == [1, 2, 3, 4, 5, 6])
            #expect(events.map(\.contract) == [a, a, b, a, a, a])
            #expect(events.map(\.version) == [1, 2, 1, 3, 4, 5])
            #expect(try await log.events(of: a) == events.filter { $0.contract == a })
            let head = try await log.service.withSession { try EventLog.head(in: $0) }
            #expect(head == Head(position: 6, hash: events[5].hash, recordedAt: 1_000_001))
        }
    }

    @Test func `an empty append does nothing, and an empty log has an empty head`() async throws {
        try await withLog { log async throws in
            #expect(try await log.append([]).isEmpty)
            #expect(try await log.page().isEmpty)
            #expect(try await log.service.withSession { try EventLog.head(in: $0) } == .empty)
            #expect(try await log.events(of: UUID()).isEmpty)
        }
    }

    @Test(arguments: [-1, 0, 1, 3, 4, Int.max])
    func `a proposal that was decided on another version is a conflict`(expected: Int) async throws {
        try await withLog { log in
            let contract = UUID()
            _ = try await log.append(.events(2, to: contract, at: 0))
            #expect(try await log.append(.events(to: contract, at: expected)) == .conflict(actualVersion: 2))
            #expect(try await log.page().count == 2)
        }
    }

    @Test func `what was decided on top of a refused proposal is refused, even if its number is right`() async throws {
        try await withLog { log in
            let (contract, other) = (UUID(), UUID())
            _ = try await log.append(.events(2, to: contract, at: 0))
            // The second was decided on two events of the first, which are not there; by chance, two others are. The third counts both.
            let verdicts = try await log.append([
                .events(2, to: contract, at: 0), .events(to: contract, at: 2), .events(to: contract, at: 4), .events(to: contract, at: 5),
                .events(to: other, at: 0), .events(to: contract, at: 2),
            ])
            #expect(verdicts.map(\.isAppended) == [false, false, false, false, true, false])
            #expect(verdicts[1] == .conflict(actualVersion: 2))
            #expect(try await log.events(of: contract).count == 2)
        }
    }

    @Test func `a conflict counts what the same append has added before it`() async throws {
        try await withLog { log in
            let contract = UUID()
            let verdicts = try await log.append([
                .events(2, to: contract, at: 0), .events(3, to: contract, at: 2), .events(to: contract, at: 2),
                .events(to: contract, at: 5),
            ])
            #expect(verdicts.map(\.isAppended) == [true, true, false, false])
            #expect(verdicts[2] == .conflict(actualVersion: 5))
        }
    }

    @Test func `a command that changes nothing is accepted, and leaves the head alone`() async throws {
        try await withLog { log in
            let (contract, other) = (UUID(), UUID())
            _ = try await log.append([.events(2, to: contract, at: 0), .events(to: other, at: 0)], now: 5)
            let before = try await log.service.withSession { try EventLog.head(in: $0) }
            #expect(
                try await log.append(.events(0, to: contract, at: 2), now: 9)
                    == .appended(Receipt(contract: contract, versions: nil, version: 2, position: 3, recordedAt: 9)))
            #expect(try await log.append(.events(0, to: contract, at: 1)) == .conflict(actualVersion: 2))
            #expect(try await log.service.withSession { try EventLog.head(in: $0) } == before)
        }
    }

    @Test func `the recorded time never goes back, and may stand still`() async throws {
        try await withLog { log in
            for now: Int64 in [500, 300, 500, 501, -7] { _ = try await log.append(.events(to: UUID(), at: 0), now: now) }
            #expect(try await log.page().map(\.recordedAt) == [500, 500, 500, 501, 501])
        }
    }

    @Test(arguments: [
        "{ \"b\" : 1,  \"a\":2.50e1, \"a\": 3 }\n", "{\"é\":\"\\u00e9\\u0000\\ud83d\"}", "[]", "\"👩‍👩‍👧\"", "0.10000000000000000000000000001",
        " null\t",
    ])
    func `a payload comes back as the bytes that were given`(payload: String) async throws {
        try await withLog { log in
            let event = NewEvent(type: "été", schema: 32767, payload: Array(payload.utf8))
            let contract = UUID()
            let proposal = Proposal(contract: contract, expectedVersion: 0, events: [event], recordedBy: "Zoë")
            _ = try await log.append(proposal, now: 1 << 50)
            let read = try #require(try await log.events(of: contract).first)
            #expect(read.payload == Array(payload.utf8))
            #expect((read.type, read.schema, read.recordedBy, read.recordedAt) == ("été", 32767, "Zoë", 1 << 50))
            try await EventLog.verify(log.service)
        }
    }

    @Test(arguments: [[], Array("{".utf8), [0x22, 0xff, 0x22], [0x22, 0, 0x22]] as [[UInt8]])
    func `what is not JSON in UTF-8 fails the append, and nothing of it stays`(payload: [UInt8]) async throws {
        try await withLog { log async throws in
            let good = Proposal.events(to: UUID(), at: 0)
            let bad = Proposal(
                contract: UUID(), expectedVersion: 0, events: [NewEvent(type: "tested", schema: 1, payload: payload)], recordedBy: "test")
            await #expect(throws: PostgresError.self) { _ = try await log.append([good, bad]) }
            #expect(try await log.page().isEmpty)
            #expect(try await log.append(good).isAppended)
        }
    }

    @Test func `what goes alongside is done for the accepted only, in the same transaction`() async throws {
        try await withLog { log in
            try await log.asOwner("CREATE TABLE note (text text); GRANT ALL ON note TO maintien_service")
            let contract = UUID()
            func keeping(_ note: String) -> [SQL] { ["INSERT INTO note VALUES (\(note))"] }
            _ = try await log.append(
                [.events(to: contract, at: 0), .events(to: contract, at: 0)], alongside: [keeping("kept"), keeping("refused")])
            await #expect(throws: PostgresError.self) {
                _ = try await log.append(
                    .events(to: contract, at: 1, key: "k"), alongside: ["INSERT INTO note VALUES ('gone')", "SELECT 1/0"])
            }
            #expect(try await log.service.withSession { try $0.query("SELECT text FROM note", as: String.self) } == ["kept"])
            #expect(try await log.events(of: contract).count == 1)
            #expect(try await log.append(.events(to: contract, at: 1), alongside: keeping("kept too")).isAppended)
        }
    }

    @Test func `an append is announced when it is committed`() async throws {
        try await withLog { log in
            var hints = log.service.notifications(on: EventLog.channel).makeAsyncIterator()
            #expect(await hints.next()?.payload == nil)
            let gate = try await Gate.closed(in: log)
            async let appended = log.append(.events(to: UUID(), at: 0), alongside: [Gate.pass])
            try await log.until { $0 == 1 }
            try await log.asOwner("SELECT pg_notify('\(EventLog.channel)', 'nothing heard so far')")
            #expect(await hints.next()?.payload == "nothing heard so far")
            try await gate.open()
            #expect(await hints.next()?.payload == "")
            #expect(try await appended.isAppended)
        }
    }

    @Test func `pages follow one another without gap or overlap`() async throws {
        try await withLog { log in
            _ = try await log.append((0..<25).map { _ in .events(to: UUID(), at: 0) })
            var positions: [Int64] = []
            while case let page = try await log.page(after: positions.last ?? 0, limit: 10), !page.isEmpty {
                positions += page.map(\.position)
            }
            #expect(positions == Array(1...25))
        }
    }
}
