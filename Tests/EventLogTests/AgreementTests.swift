import FoundationEssentials
import Postgres
import RandomTesting
import Testing

@testable import EventLog

/// Few proposals and many are appended in different ways, of which nobody is to notice anything.
@Suite(.timeLimit(.minutes(10)), .serialized) struct AgreementTests {
    @Test(arguments: 1...8)
    func `both ways of appending give the same verdicts and the same rows`(seed: UInt64) async throws {
        try await withLog(connections: 1) { inserting in
            try await withLog(connections: 1) { copying in
                var random = SplitMix(state: seed)
                var names: Set<String> = []
                for now in [50, 20, 70, 70, 90, 10] as [Int64] {
                    let group = (0..<(1 + random.below(120))).map { _ in random.proposal() }
                    let inserted = try await inserting.append(group, now: now, copyingFrom: .max)
                    let copied = try await copying.append(group, now: now, copyingFrom: 0)
                    #expect(inserted == copied)
                    names.formUnion(copied.map(\.name))
                }
                #expect(names == ["appended", "conflict", "replayed", "mismatched"])
                #expect(try await inserting.events == copying.events)
                #expect(try await inserting.keys == copying.keys)
                let heads = [try await EventLog.verify(inserting.service), try await EventLog.verify(copying.service)]
                #expect(heads[0].position == heads[1].position && heads[0].recordedAt == heads[1].recordedAt)
            }
        }
    }

    @Test func `a large append is copied, and one of its size fails as a small one does`() async throws {
        try await withLog { log in
            let contracts = (0..<3000).map { _ in UUID() }
            let verdicts = try await log.append(contracts.map { .events(2, to: $0, at: 0, key: $0.uuidString) }, now: 7, copyingFrom: 96)
            #expect(verdicts.allSatisfy { $0.receipt?.versions == 1...2 })
            #expect(try await EventLog.verify(log.service).position == 6000)
            // One proposal of many spoils the whole, and nothing of it stays.
            var spoilt = contracts.map { Proposal.events(to: $0, at: 2) }
            let bad = NewEvent(type: "noted", schema: 1, payload: Array("{".utf8))
            spoilt[2000] = Proposal(contract: contracts[2000], expectedVersion: 2, events: [bad], recordedBy: "test")
            await #expect(throws: PostgresError.self) {
                _ = try await log.append(spoilt, now: 8, copyingFrom: 96)
            }
            #expect(try await EventLog.verify(log.service).position == 6000)
        }
    }
}

extension LogUnderTest {
    /// All events, but for the hashes: these cover salts, which are random.
    fileprivate var events: [RecordedEvent] {
        get async throws {
            try await page(limit: 10_000).map { event in
                var event = event
                event.hash = []
                event.keyDigest = event.keyDigest.map { [UInt8](repeating: 0, count: $0.count) }
                return event
            }
        }
    }

    /// All that is kept under keys, in words, but for the salts.
    fileprivate var keys: [String] {
        get async throws {
            try await service.withSession { session in
                try session.query(
                    """
                    SELECT (key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at, salt IS NULL)::text
                    FROM log.idempotency ORDER BY key
                    """, as: String.self)
            }
        }
    }
}

extension SplitMix {
    fileprivate mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// For one of few contracts, most likely at one of the versions it will have; often under its own key.
    fileprivate mutating func proposal() -> Proposal {
        let number = UInt8(below(30))
        let contract = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number))
        let count = [0, 1, 1, 1, 2, 3][below(6)]
        let key = below(3) == 0 ? "key \(below(8) == 0 ? UInt8(below(30)) : number)" : nil
        return .events(count, to: contract, at: below(4) == 0 ? below(9) : below(3), key: key, body: UInt8(below(5) / 4))
    }
}
