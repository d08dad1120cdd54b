import FoundationEssentials
import JSON
import Synchronization
import Testing

/// One full contract does not stop the others.
@Suite(.timeLimit(.minutes(10))) struct FullContractTests {
    @Test func `while sixteen callers ask for the timeline of a full contract, others are answered in between`() async throws {
        let limits = ["--contract-facts", "600", "--contract-beneficiaries", "3"]
        let sandbox = try await Serving.start(limits, verb: "sandbox")
        let connection = sandbox.connect()
        let (full, other) = (UUID().uuidString.lowercased(), UUID().uuidString.lowercased())
        for contract in [full, other] {
            #expect(try await connection.send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation()).status == 201)
        }
        for number in 1...4 {
            let child: JSON = [
                "beneficiary": .string("0a5f7e12-1111-4222-8333-00000000000\(number)"), "relation": "child", "bornOn": "2015-01-01",
                "fiscallyDependent": true, "effectiveOn": "2026-05-01",
            ]
            let reply = try await connection.send("POST", "/v1/contracts/\(full)/add-beneficiary", child)
            #expect(number < 4 ? reply.status == 200 : reply.status == 422 && reply.body["rule"] == "contract.full")
        }
        let lines = (0..<596).map { number in
            let day = "\(2030 + number / 336)-\(pad(number / 28 % 12 + 1))-\(pad(number % 28 + 1))"
            let command = number % 2 == 0 ? #""suspend","cause":"sickLeave","income":"salary""# : #""resume""#
            return #"{"contract":"\#(full)","command":\#(command),"effectiveOn":"\#(day)"}"#
        }
        // Few at a time: a bulk has a limit of time.
        for start in stride(from: 0, to: lines.count, by: 100) {
            let part = lines[start..<min(start + 100, lines.count)]
            let bulk = try await connection.send(
                "POST", "/v1/commands", Array(part.joined(separator: "\n").utf8), of: "application/x-ndjson")
            #expect((bulk.body.string ?? "").ranges(of: "\"status\":200").count == part.count)
        }
        let resume: JSON = ["effectiveOn": "2029-01-01", "cause": "sickLeave", "income": "salary"]
        let refused = try await connection.send("POST", "/v1/contracts/\(full)/suspend", resume)
        #expect(refused.status == 422 && refused.body["rule"] == "contract.full")

        let timelines = Timelines()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let connection = sandbox.connect()
                    repeat {
                        let reply = try await connection.send("GET", "/v1/contracts/\(full)/timeline")
                        #expect(reply.status == 200 && reply.body["version"] == 600)
                        timelines.answered.add(1, ordering: .relaxed)
                    } while !timelines.areEnough.load(ordering: .relaxed) && !Task.isCancelled
                }
            }
            // They go on until the others are answered: who is never answered reaches the limit of the suite.
            while timelines.answered.load(ordering: .relaxed) == 0 { await Task.yield() }
            for _ in 0..<20 {
                #expect(try await connection.send("GET", "/healthz").status == 200)
                let reply = try await connection.send("GET", "/v1/contracts/\(other)/coverage?on=2026-06-01")
                #expect(reply.body["holder"]?["state"] == "covered")
            }
            timelines.areEnough.store(true, ordering: .relaxed)
            try await group.waitForAll()
        }
        _ = await sandbox.stop()
    }

    private final class Timelines: Sendable {
        let answered = Atomic(0)
        let areEnough = Atomic(false)
    }

    private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
