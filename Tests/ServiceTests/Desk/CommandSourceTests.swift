import JSON
import Testing

@testable import ContractService

/// Where a command came from is kept with what it told.
@Suite(.timeLimit(.minutes(10))) struct CommandSourceTests {
    private static let post: JSON = ["channel": "post", "reference": "GED-2026/004711"]

    @Test func `the source is shown with the event and in the feed, and absent where it was not told`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await desk.affiliated()
            try await desk.tell(.declarePay, IdempotencyTests.pay.with(["source": Self.post]), of: contract)
            let events = try await desk.ask(.events, of: contract)["events"]?.array ?? []
            #expect(events.map { $0["source"] } == [nil, Self.post])
            #expect(events[1]["data"] == IdempotencyTests.pay)
            let feed = try await EventFeed(database: service.database, patience: .seconds(600)).events(after: 0, limit: 10)
            #expect(feed.map { $0.payload["source"] } == [nil, Self.post])
        }
    }

    @Test func `every event of a correction has the source of the whole`() async throws {
        try await withService { service in
            #expect(service.clock.set("2026-11-20T09:00:00Z"))
            let contract = try await CorrectionTests.away(service.contracts)
            try await service.contracts.tell(.correct, CorrectionTests.moved.with(["source": Self.post]), of: contract)
            let events = try await service.contracts.ask(.events, of: contract)["events"]?.array ?? []
            #expect(events.map { $0["source"] } == [nil, nil, nil] + Array(repeating: Self.post, count: 4))
        }
    }

    @Test func `a part of a correction has no source of its own`() throws {
        let body: JSON = [
            "reason": "", "rescind": [],
            "commands": [["command": "resume", "effectiveOn": "2026-07-03", "source": ["channel": "post"]]],
        ]
        #expect(throws: MalformedField(.unknown, at: "/commands/0/source")) { try Command(.correct, body: body) }
    }

    @Test func `a key stands for the source too, a replay gives the first answer`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await desk.affiliated()
            let body = IdempotencyTests.pay.with(["source": Self.post])
            let first = try await desk.tell(.declarePay, body, of: contract, key: "k")
            #expect(try await desk.tell(.declarePay, body, of: contract, key: "k").body == first.body)
            for other in [IdempotencyTests.pay, IdempotencyTests.pay.with(["source": ["channel": "phone"]])] {
                #expect(await desk.outcome(.declarePay, other, of: contract, key: "k").word == "mismatch")
            }
        }
    }
}
