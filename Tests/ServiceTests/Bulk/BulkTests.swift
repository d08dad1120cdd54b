import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Synchronization
import Testing

@testable import ContractService

/// Commands in bulk are commands: what one by one would have been answered and recorded, together is.
@Suite(.timeLimit(.minutes(10))) struct BulkTests {
    @Test(arguments: 1...6)
    func `a bulk in chunks of any size is answered as its commands one by one, and every contract has the same history`(
        seed: UInt64
    ) async throws {
        let told = SpokenLine.many(300, seed: seed)
        let (singly, histories) = try await withService { made in
            _ = made.clock.set("2026-05-20T09:00:00Z")
            var answers: [String] = []
            for one in told {
                answers.append(await made.contracts.outcome(one.command, one.body, of: one.contract, key: one.key).summaryAnywhere)
            }
            return (answers, try await made.histories())
        }
        try await withService { made in
            _ = made.clock.set("2026-05-20T09:00:00Z")
            var random = RandomSizes(state: seed)
            var answers: [String] = []
            var rest = told.enumerated().map { $1.line($0 + 1) }[...]
            while !rest.isEmpty {
                let chunk = Array(rest.prefix(random.next()))
                rest = rest.dropFirst(chunk.count)
                let answered = try await made.contracts.submitAll(chunk, caller: "clerk")
                #expect(answered.map(\.line) == chunk.map(\.number))
                answers += answered.map { Outcome($0.outcome).summaryAnywhere }
            }
            #expect(answers == singly)
            #expect(try await made.histories() == histories)
            #expect(try await EventLog.verify(made.database).position == Int64(histories.values.reduce(0) { $0 + $1.count }))
            // The same once more: what came under a key is answered as it was, and nothing of it is recorded.
            let again = try await made.contracts.submitAll(told.filter { $0.key != nil }.enumerated().map { $1.line($0) }, caller: "clerk")
            for (answer, first) in zip(again, zip(told, answers).filter { $0.0.key != nil }.map(\.1)) where first.hasPrefix("accepted") {
                #expect(Outcome(answer.outcome).summaryAnywhere == first.replacing("accepted", with: "replayed", maxReplacements: 1))
            }
        }
    }

    @Test func `a line that comes again behind many new ones is answered as it was, though it would be refused now`() async throws {
        try await withService { made in
            let lines = SpokenLine.pays(1000).enumerated().map { number, line in
                SpokenLine(contract: line.contract, command: line.command, body: line.body, key: "\(number)")
            }
            let answered = try await made.contracts.submitAll(lines.enumerated().map { $1.line($0) }, caller: "clerk")
            #expect(answered.allSatisfy { Outcome($0.outcome).word == "accepted" })
            // Each of its contract's affiliation would be a second one, and another command under its key is none at all.
            let other = SpokenLine(contract: lines[0].contract, command: .resume, body: ["effectiveOn": "2026-05-01"], key: lines[1].key)
            let again = try await made.contracts.submitAll((lines.prefix(6) + [other]).enumerated().map { $1.line($0) }, caller: "clerk")
            #expect(again.map { Outcome($0.outcome).word } == Array(repeating: "replayed", count: 6) + ["mismatch"])
        }
    }

    @Test func `a line that is wrong is told what is wrong, and stops nothing`() async throws {
        try await withService { made in
            let contract = ContractID.new()
            let name = "\"contract\":\"\(contract)\""
            let affiliate = SpokenLine(contract: contract, command: .affiliate, body: .affiliation(), key: "k").line(0).bytes
            let lines: [(text: String, word: String)] = [
                ("{", "no JSON"), ("\u{1}", "no JSON"), ("7", "malformed "), ("[]", "malformed "), ("{}", "malformed /contract"),
                ("{\"contract\":7}", "malformed /contract"), ("{\"contract\":\"x\"}", "malformed /contract"),
                ("{\(name)}", "malformed /command"), ("{\(name),\"command\":\"fly\"}", "malformed /command"),
                ("{\(name),\"key\":\"\",\"command\":\"resume\"}", "malformed /key"),
                ("{\(name),\"key\":\"\(String(repeating: "é", count: 128))\",\"command\":\"resume\"}", "malformed /key"),
                ("{\(name),\"command\":\"resume\"}", "malformed /effectiveOn"),
                ("{\(name),\"command\":\"resume\",\"effectiveOn\":\"2026-02-30\"}", "malformed /effectiveOn"),
                ("{\(name),\"command\":\"resume\",\"effectiveOn\":\"2026-03-01\",\"dryRun\":true}", "malformed /dryRun"),
                ("{\(name),\(name)}", "no JSON"),
                ("{\(name),\"command\":\"resume\",\"effectiveOn\":\"2026-03-01\"}", "contract.unknown"),
                (String(decoding: affiliate, as: UTF8.self), "accepted"),
                (String(repeating: " ", count: BulkLine.maximum) + "{}", "too long"),
                ("{\(name),\"command\":\"resume\",\"key\":null,\"effectiveOn\":\"2026-03-01\"}", "resumption.nothingToResume"),
            ]
            let answers = try await made.contracts.submitAll(
                lines.enumerated().map { BulkLine(number: 10 * $0, bytes: Array($1.text.utf8)) }, caller: "clerk")
            #expect(answers.map { Outcome($0.outcome).bulkWord } == lines.map(\.word))
            #expect(answers.map(\.line) == lines.indices.map { 10 * $0 })
            #expect(answers[16].key == "k" && answers[16].contract == contract)
            #expect(answers[7].contract == contract && answers[6].contract == nil)
            // The key is the service's own, whichever way the command comes.
            let single = await made.contracts.outcome(.affiliate, .affiliation(), of: contract, key: "k")
            #expect(single.word == "replayed")
            #expect(single.answer?.body == (try answers[16].outcome.get().body))
            #expect(await made.contracts.outcome(.affiliate, .affiliation(), of: .new(), key: "k").word == "mismatch")
        }
    }

    @Test func `a stream whose lines have no keys is known by what they say, and by how often`() async throws {
        try await withService { made in
            // Without rescissions: one that was refused at first may be lawful the second time, and what it annuls is told again.
            let told = SpokenLine.many(500, seed: 11).filter { ![.rescind, .correct].contains($0.command) }.map {
                SpokenLine(contract: $0.contract, command: $0.command, body: $0.body, key: nil)
            }
            let lines = told.enumerated().map { $1.line($0 + 1) }
            let first = try await made.stream(lines, by: 77)
            let events = try await made.events()
            #expect(!events.isEmpty && !first.contains { $0.hasPrefix("replayed") })
            let second = try await made.stream(lines, by: 130)
            for (one, two) in zip(first, second) where one.hasPrefix("accepted") {
                #expect(two == one.replacing("accepted", with: "replayed", maxReplacements: 1))
            }
            let grown = try await made.events()

            // Lines put in elsewhere, and others written another way, make none of them new.
            let stranger = SpokenLine(contract: .new(), command: .affiliate, body: .affiliation(), key: nil)
            let mended = try await made.stream([stranger.line(0)] + told.enumerated().map { $1.pretty($0 + 1) }, by: 200)
            #expect(mended[0].hasPrefix("accepted"))
            for (one, two) in zip(first, mended.dropFirst()) where one.hasPrefix("accepted") { #expect(two.hasPrefix("replayed")) }
            #expect(try await made.events().count - grown.count >= 1)

            // The same said twice is two commands.
            let pay = SpokenLine(
                contract: stranger.contract, command: .declarePay, body: ["effectiveOn": "2026-03-01", "grossMonthlyPayCents": 1], key: nil)
            let twice = try await made.stream([pay.line(1), pay.line(2)], by: 1)
            #expect(twice.allSatisfy { $0.hasPrefix("accepted") } && twice[0] != twice[1])
        }
    }

    @Test func `one command that cannot be decided fails alone among hundreds`() async throws {
        try await withService { made in
            let poisoned = try await made.contracts.affiliated()
            try await made.record("telepathy", #"{"effectiveOn":"2026-05-01"}"#, of: poisoned, version: 2)
            var told = (0..<300).map { _ in SpokenLine(contract: .new(), command: .affiliate, body: .affiliation(), key: nil) }
            told[123] = SpokenLine(contract: poisoned, command: .resume, body: ["effectiveOn": "2026-05-01"], key: nil)
            // A service that remembers nothing of it.
            let service = made.another()
            let answers = try await service.submitAll(told.enumerated().map { $1.line($0) }, caller: "clerk")
            let words = answers.map { Outcome($0.outcome).word }
            #expect(words[123].hasPrefix("fault"))
            #expect(words.count { $0 == "accepted" } == 299)
        }
    }

    @Test func `keys that were all new for long are still known when they come again`() async throws {
        try await withService { made in
            let told = SpokenLine.pays(1800).enumerated().map { number, told in
                SpokenLine(contract: told.contract, command: told.command, body: told.body, key: "k\(number)")
            }
            let lines = told.enumerated().map { $1.line($0 + 1) }
            // Seen to be new by the first of these, and expected to be by the others.
            for start in stride(from: 0, to: 1500, by: 500) {
                let answers = try await made.contracts.submitAll(Array(lines[start..<(start + 500)]), caller: "clerk")
                #expect(answers.allSatisfy { Outcome($0.outcome).word == "accepted" })
            }
            let events = try await made.events().count
            // Old ones and new ones in one chunk, and a key that was another command's.
            var again = Array(lines[1400..<1600])
            again.append(SpokenLine(contract: told[7].contract, command: .declarePay, body: told[8].body, key: "k3").line(9))
            let words = try await made.contracts.submitAll(again, caller: "clerk").map { Outcome($0.outcome).word }
            #expect(words == Array(repeating: "replayed", count: 100) + Array(repeating: "accepted", count: 100) + ["mismatch"])
            #expect(try await made.events().count == events + 100)
            let rest = try await made.contracts.submitAll(Array(lines[1000...]), caller: "clerk").map { Outcome($0.outcome).word }
            #expect(rest == Array(repeating: "replayed", count: 600) + Array(repeating: "accepted", count: 200))
            #expect(try await EventLog.verify(made.database).position == 1800)
        }
    }

    @Test func `when the connection ends under a chunk nothing overtakes it, and the same again goes on`() async throws {
        try await withService { made in
            // How many more times a group of commands is decided before the connections are cut.
            let left = Atomic(0)
            let service = made.another { point in
                guard point == .judged(attempt: 1), left.subtract(1, ordering: .relaxed).newValue == 0 else { return }
                waiting { try await made.cutConnections() }
            }
            let told = SpokenLine.pays(400)
            let lines = told.enumerated().map { $1.line($0 + 1) }
            // Each time in another place of the work.
            for number in [1, 6, 11] {
                left.store(number, ordering: .relaxed)
                let words = try await made.stream(lines, by: 50, through: service)
                for (_, words) in Dictionary(grouping: zip(told, words), by: \.0.contract) {
                    let lost = words.firstIndex { $0.1.hasPrefix("unavailable") } ?? words.count
                    #expect(words[lost...].allSatisfy { $0.1.hasPrefix("unavailable") })
                }
                #expect(words.contains { $0.hasPrefix("unavailable") })
            }
            let again = try await made.stream(lines, by: 50, through: service)
            #expect(!again.contains { $0.hasPrefix("unavailable") })
            for (contract, events) in Dictionary(grouping: try await made.events(), by: { ContractID($0.contract) }) {
                let bodies = try told.filter { $0.contract == contract }.map { try Command($0.command, body: $0.body).fact.payload }
                #expect(try events.map { try JSON(parsing: $0.payload) } == bodies, "\(contract)")
            }
            #expect(try await made.events().count == told.count)
        }
    }
}
