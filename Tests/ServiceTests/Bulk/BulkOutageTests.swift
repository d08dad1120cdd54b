import EventLog
import JSON
import Postgres
import Testing

@testable import ContractService

/// Commands in bulk over connections that are cut: nothing is refused for want of an earlier line.
@Suite(.timeLimit(.minutes(10))) struct BulkOutageTests {
    @Test func `in a storm of cut connections every line is accepted or to be sent again, and is recorded once in the end`() async throws {
        try await withService { made in
            let lines = SpokenLine.pays(12_000).enumerated().map { number, line in
                SpokenLine(contract: line.contract, command: line.command, body: line.body, key: "\(number)").line(number)
            }
            var words: Set<String> = []
            // Each round cuts fewer connections: the last none.
            for cuts in [40, 40, 20, 10, 0] {
                let storm = Task {
                    for _ in 0..<cuts where !Task.isCancelled { try await made.cutConnections() }
                }
                let chunks = AsyncStream<[BulkLine]> { stream in
                    for start in stride(from: 0, to: lines.count, by: 500) {
                        stream.yield(Array(lines[start..<min(start + 500, lines.count)]))
                    }
                    stream.finish()
                }
                var round: [String] = []
                try await made.contracts.submitAll(chunks, caller: "clerk") { round += $0.map { Outcome($0.outcome).word } }
                storm.cancel()
                _ = await storm.result
                #expect(round.count == lines.count)
                words.formUnion(round)
                if cuts == 0 { #expect(Set(round).isSubset(of: ["accepted", "replayed"])) }
            }
            #expect(words.isSubset(of: ["accepted", "replayed", "unavailable", "outcome unknown"]))
            #expect(try await EventLog.verify(made.database).position == 12_000)
        }
    }

    @Test(arguments: [
        "08006", "25006", "25P03", "40001", "40P01", "53100", "53200", "53300", "55P03", "57014", "57P01", "57P03", "58030", "XX000",
        "XX001",
    ])
    func `an outage of the server is no fault of the service, and no line behind it is refused`(state: String) async throws {
        try await withService { made in
            let (struck, other) = (ContractID("00000000-0000-4000-a000-000000000000")!, ContractID("00000000-0000-4000-a000-000000000001")!)
            // The server refuses the affiliation of one contract only.
            try await made.owner.withSession { session in
                try session.executeScript(
                    """
                    CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF new.contract_id = '\(struck)' AND new.version = 1 THEN RAISE EXCEPTION 'struck' USING ERRCODE = '\(state)'; END IF;
                        RETURN new;
                    END $$;
                    CREATE TRIGGER strike BEFORE INSERT ON log.event FOR EACH ROW EXECUTE FUNCTION strike();
                    """)
            }
            let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]
            func line(_ contract: ContractID, _ command: CommandName, _ body: JSON) -> SpokenLine {
                SpokenLine(contract: contract, command: command, body: body)
            }
            let told = [
                line(struck, .affiliate, .affiliation()), line(other, .affiliate, .affiliation()), line(struck, .declarePay, pay),
                line(other, .declarePay, pay),
            ]
            let answers = try await made.contracts.submitAll(told.enumerated().map { $1.line($0) }, caller: "clerk")
            let words = answers.map { Outcome($0.outcome).word }
            #expect(words[0] == "unavailable" && words[2] == "unavailable", "\(words)")
            #expect(Set([words[1], words[3]]).isSubset(of: ["accepted", "unavailable"]), "\(words)")
            #expect(await made.contracts.outcome(.affiliate, .affiliation(), of: struck).word == "unavailable")
        }
    }
}
