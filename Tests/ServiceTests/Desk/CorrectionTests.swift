import CivilTime
import Contracts
import JSON
import Testing

@testable import ContractService

/// A correction is decided as a whole and recorded in one append, or not at all.
@Suite(.timeLimit(.minutes(10))) struct CorrectionTests {
    static func leave(_ day: String) -> JSON { ["effectiveOn": .string(day), "cause": "unpaidLeave", "income": "none"] }
    static func back(_ day: String) -> JSON { ["effectiveOn": .string(day)] }

    static func correction(_ versions: [Int], _ commands: [(CommandName, JSON)]) -> JSON {
        [
            "reason": "two days late", "rescind": .array(versions.map { JSON($0) }),
            "commands": .array(commands.map { name, body in JSON.object(["command": .string(name.rawValue)]).with(body) }),
        ]
    }

    /// The leave of `away`, two days later, with the return that closed it.
    static let moved = correction([2, 3], [(.suspend, leave("2026-06-03")), (.resume, back("2026-07-03"))])

    /// A contract with a leave and a return: versions 2 and 3.
    static func away(_ desk: ContractService) async throws -> ContractID {
        let contract = try await desk.affiliated()
        try await desk.tell(.suspend, leave("2026-06-01"), of: contract)
        try await desk.tell(.resume, back("2026-07-01"), of: contract)
        return contract
    }

    /// What refuses a correction: rule, pointer and version.
    private static func refusal(_ outcome: Outcome<Acceptance>) -> String {
        guard case .failed(ServiceError.refused(let rule, let conflictsWith, let pointer, _)) = outcome else { return outcome.word }
        return "\(rule.id) \(pointer ?? "-") \(conflictsWith.map { "\($0)" } ?? "-")"
    }

    @Test func `a leave moved with its return gives the timeline of one that was told right at once`() async throws {
        try await withService { service in
            #expect(service.clock.set("2026-11-20T09:00:00Z"))
            let desk = service.contracts
            let contract = try await Self.away(desk)
            let accepted = try await desk.tell(.correct, Self.moved, of: contract, at: 3)
            #expect(accepted.version == 7 && !accepted.created && !accepted.replayed)
            #expect(accepted.body["events"]?.array?.map { $0["version"] } == [4, 5, 6, 7])
            #expect(accepted.body["events"]?.array?.map { $0["type"] } == ["rescinded", "rescinded", "suspended", "resumed"])
            #expect(accepted.body[path: "events.1.data.reason"] == "two days late")

            let right = try await desk.affiliated()
            try await desk.tell(.suspend, Self.leave("2026-06-03"), of: right)
            try await desk.tell(.resume, Self.back("2026-07-03"), of: right)
            let own: Set<String> = ["contract", "knownAt", "version"]
            #expect(
                try await desk.ask(.timeline, of: contract).without(own) == desk.ask(.timeline, of: right).without(own))
            let events = try await desk.ask(.events, of: contract)["events"]?.array ?? []
            #expect(Set(events.suffix(4).map { $0["recordedAt"] }).count == 1)
            #expect(events[1]["rescindedBy"] == 4 && events[2]["rescindedBy"] == 5)
        }
    }

    @Test func `a refused correction changes nothing, and names its entry and the fact in the way`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await Self.away(desk)
            let identity: JSON = [
                "beneficiary": "00000000-0000-4000-8000-000000000001", "relation": "child", "bornOn": "2015-01-01",
                "fiscallyDependent": true, "effectiveOn": "2026-05-01", "identity": ["familyName": "Ollivier"],
            ]
            let refused: [(JSON, String)] = [
                (Self.correction([2], []), "resumption.nothingToResume /rescind/0 3"),
                (Self.correction([9], [(.resume, Self.back("2026-09-01"))]), "rescission.target /rescind/0 -"),
                (Self.correction([3, 3], []), "rescission.alreadyRescinded /rescind/1 -"),
                (
                    Self.correction([3], [(.addBeneficiary, identity), (.suspend, Self.leave("2026-06-20"))]),
                    "absence.alreadyOpen /commands/1/effectiveOn 2"
                ),
                (
                    Self.correction([], [(.addBeneficiary, identity), (.suspend, Self.leave("2026-05-20"))]),
                    "absence.alreadyOpen /commands/1/effectiveOn 2"
                ),
                (
                    Self.correction([3], [(.requestContinuation, ["suspensionFrom": "2026-06-01", "requestedOn": "2026-09-01"])]),
                    "continuation.deadline /commands/0/requestedOn -"
                ),
                (
                    Self.correction([], [(.endEmployment, ["lastDay": "2026-06-15", "reason": "death"])]),
                    "resumption.nothingToResume /commands/0/lastDay 3"
                ),
                (
                    Self.correction([], [(.revokeMandate, ["effectiveOn": "2026-06-15", "mandateReference": "X"])]),
                    "mandate.unknown /commands/0/mandateReference -"
                ),
            ]
            for (body, expected) in refused {
                let traces = try await service.traces
                #expect(Self.refusal(await desk.outcome(.correct, body, of: contract, dryRun: true)) == expected)
                #expect(Self.refusal(await desk.outcome(.correct, body, of: contract, key: "k")) == expected)
                #expect(try await service.traces == traces)
                #expect(try await desk.version(of: contract) == 3)
            }
            #expect(await desk.outcome(.correct, Self.moved, of: .new()).word == "contract.unknown")
            #expect(
                await desk.outcome(.correct, Self.correction([], [(.affiliate, .affiliation())]), of: .new()).word == "contract.unknown")
            #expect(await desk.outcome(.correct, Self.moved, of: contract, at: 2).word == "at version 3")
        }
    }

    @Test func `a single command names its field and the fact in the way too`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await Self.away(desk)
            let refused = await desk.outcome(.suspend, Self.leave("2026-06-10"), of: contract)
            #expect(Self.refusal(refused) == "absence.alreadyOpen /effectiveOn 2")
            #expect(
                Self.refusal(await desk.outcome(.rescind, ["version": 2, "reason": ""], of: contract))
                    == "resumption.nothingToResume /version 3")
        }
    }

    @Test func `a dry run shows the net change, and leaves no trace`() async throws {
        try await withService { service in
            let contract = try await Self.away(service.contracts)
            let traces = try await service.traces
            let shown = try await service.contracts.tell(.correct, Self.moved, of: contract, key: "dry", dryRun: true).body
            #expect(try await service.traces == traces)
            #expect(shown["version"] == 3 && shown["events"]?.array?.map { $0["version"] } == [4, 5, 6, 7])
            let cover = shown[path: "changes.cover"]?.array ?? []
            #expect(cover.map { [$0["from"], $0["through"]] } == [["2026-06-01", "2026-06-02"], ["2026-07-01", "2026-07-02"]])
            #expect(cover.map { $0[path: "after.state"] } == ["covered", "suspended"])
            let done = try await service.contracts.tell(.correct, Self.moved, of: contract).body
            #expect(done["events"] == shown["events"])
            // Put back, nothing but the log has changed.
            let back = Self.correction([6, 7], [(.suspend, Self.leave("2026-06-03")), (.resume, Self.back("2026-07-03"))])
            let same = try await service.contracts.tell(.correct, back, of: contract, dryRun: true).body
            for kind in ["cover", "cotisation", "options", "employers", "rights", "deadlines", "settlements"] {
                #expect(same["changes"]?[kind] == [])
            }
        }
    }

    @Test func `one key stands for the whole correction`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await Self.away(desk)
            let first = try await desk.tell(.correct, Self.moved, of: contract, key: "k")
            let again = try await desk.tell(.correct, Self.moved, of: contract, key: "k")
            #expect(again.replayed && again.body == first.body)
            // By another process, which has the contract from the log.
            let other = try await service.another().tell(.correct, Self.moved, of: contract, key: "k")
            #expect(other.replayed && other.body == first.body)
            let another = Self.moved.with(["reason": "another"])
            #expect(await desk.outcome(.correct, another, of: contract, key: "k").word == "mismatch")
            #expect(await desk.outcome(.suspend, Self.leave("2026-06-03"), of: contract, key: "k").word == "mismatch")
            #expect(try await desk.version(of: contract) == 7)
        }
    }

    @Test func `what tells nothing new is not recorded; a correction of that alone records nothing`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await desk.affiliated()
            let bulletin: JSON = ["lastDay": "2026-06-30", "activityPeriods": [["from": "2026-03-01", "through": "2026-06-30"]]]
            let start: JSON = ["bulletin": bulletin, "notification": ["opensOn": "2026-07-01"], "retired": false]
            let proof: JSON = ["month": "2026-07", "compensated": true]
            let whole = Self.correction(
                [],
                [
                    (.endEmployment, ["lastDay": "2026-06-30", "reason": "endOfContract"]), (.startPortability, start),
                    (.recordFranceTravailProof, proof), (.recordFranceTravailProof, proof),
                ])
            #expect(try await desk.tell(.correct, whole, of: contract).version == 4)
            let nothing = try await desk.tell(.correct, Self.correction([], [(.recordFranceTravailProof, proof)]), of: contract)
            #expect(nothing.version == 4 && nothing.body["events"] == [])
        }
    }

    @Test func `what is told of people is kept with all of it, and with nothing of a refused one`() async throws {
        try await withService { service in
            let contract = try await Self.away(service.contracts)
            let child: JSON = [
                "beneficiary": "00000000-0000-4000-8000-000000000001", "relation": "child", "bornOn": "2015-01-01",
                "fiscallyDependent": true, "effectiveOn": "2026-05-01", "identity": ["familyName": "Ollivier"],
            ]
            let mandate: JSON = [
                "effectiveOn": "2026-05-01", "iban": "FR7630006000011234567890189", "mandateReference": "RUM-1", "signedOn": "2026-05-01",
            ]
            let holder: JSON = .affiliation(["holder": ["bornOn": "1985-03-14", "identity": ["familyName": "Kerbrat"]]])
            let unlawful = Self.correction(
                [3], [(.addBeneficiary, child), (.registerMandate, mandate), (.suspend, Self.leave("2026-06-10"))])
            #expect(await service.contracts.outcome(.correct, unlawful, of: contract).word == "absence.alreadyOpen")
            #expect(try await service.sealed(of: contract).isEmpty)
            let whole = Self.correction(
                [1, 2, 3], [(.affiliate, holder), (.addBeneficiary, child), (.registerMandate, mandate), (.registerMandate, mandate)])
            try await service.contracts.tell(.correct, whole, of: contract)
            #expect(
                try await service.sealed(of: contract) == [
                    #"identity {"familyName":"Ollivier"}"#,
                    #"bankDetails(mandateReference: "RUM-1") {"iban":"FR7630006000011234567890189"}"#,
                    #"identity {"familyName":"Kerbrat"}"#,
                ])
        }
    }

    @Test func `of many who correct one version one is recorded, whole`() async throws {
        try await withService { service in
            let desks = [service.contracts, service.another()]
            for _ in 0..<6 {
                let contract = try await Self.away(service.contracts)
                let words = await withTaskGroup { group in
                    for number in 0..<8 {
                        group.addTask { await desks[number % 2].outcome(.correct, Self.moved, of: contract, at: 3).word }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(words.sorted() == ["accepted"] + Array(repeating: "at version 7", count: 7))
                #expect(try await service.contracts.version(of: contract) == 7)
            }
        }
    }

    @Test func `nobody ever sees a part of a correction`() async throws {
        try await withService { service in
            #expect(service.clock.set("2026-11-20T09:00:00Z"))
            let (writer, reader) = (service.contracts, service.another())
            let contract = try await Self.away(writer)
            let done = Flag()
            async let seen = {
                var seen: Set<Int> = []
                while !done.isRaised { seen.insert(try await reader.version(of: contract)) }
                return seen
            }()
            // The leave goes from one day to the next; the facts to annul are always the last two.
            for number in 1...12 {
                let version = 3 + 4 * (number - 1)
                let (start, end) = ("2026-06-\(9 + number)", "2026-07-\(9 + number)")
                let body = Self.correction([version - 1, version], [(.suspend, Self.leave(start)), (.resume, Self.back(end))])
                try await writer.tell(.correct, body, of: contract)
            }
            done.raise()
            #expect(try await seen.allSatisfy { $0 % 4 == 3 })
        }
    }

    @Test func `a version within a correction is answered as the log has it, for an auditor`() async throws {
        try await withService { service in
            let contract = try await Self.away(service.contracts)
            try await service.contracts.tell(.correct, Self.moved, of: contract)
            // The leave is annulled already, its return not yet: a return from nothing leads nowhere.
            let between = try await service.contracts.ask(.coverage(on: "2026-06-15"), of: contract, knownAt: .version(4))
            #expect(between["version"] == 4 && between[path: "holder.state"] == "covered")
            let after = try await service.contracts.ask(.coverage(on: "2026-06-15"), of: contract, knownAt: .version(7))
            #expect(after[path: "holder.state"] == "suspended")
        }
    }

    @Test func `a correction is a line of a bulk, and what follows on its contract is decided after it`() async throws {
        try await withService { service in
            let contract = try await Self.away(service.contracts)
            let pay: JSON = ["effectiveOn": "2026-08-01", "grossMonthlyPayCents": 1]
            let told = [
                SpokenLine(contract: contract, command: .correct, body: Self.correction([2], []), key: "a"),
                SpokenLine(contract: contract, command: .correct, body: Self.moved, key: "b"),
                SpokenLine(contract: contract, command: .correct, body: Self.moved, key: "b"),
                SpokenLine(contract: contract, command: .suspend, body: Self.leave("2026-06-10")),
                SpokenLine(contract: contract, command: .declarePay, body: pay),
            ]
            let words = try await service.stream(told.enumerated().map { $1.line($0 + 1) }, by: 50, through: service.contracts)
            #expect(
                words.map { $0.split(separator: " ").first } == [
                    "resumption.nothingToResume", "accepted", "replayed", "absence.alreadyOpen", "accepted",
                ], "\(words)")
            #expect(try await service.contracts.version(of: contract) == 8)
        }
    }

    @Test(
        arguments: [
            (["reason": "", "rescind": [], "commands": []], "/commands"),
            (["reason": "", "rescind": .array((1...101).map { JSON($0) }), "commands": []], "/rescind"),
            (["reason": "", "rescind": []], "/commands"), (["reason": "", "commands": []], "/rescind"),
            (["rescind": [1], "commands": []], "/reason"), (["reason": "", "rescind": ["1"], "commands": []], "/rescind/0"),
            (["reason": "", "rescind": [], "commands": [["command": "rescind", "version": 1, "reason": ""]]], "/commands/0/command"),
            (["reason": "", "rescind": [], "commands": [["command": "correct"]]], "/commands/0/command"),
            (["reason": "", "rescind": [], "commands": [["command": "resume", "effectiveOn": "2026-02-30"]]], "/commands/0/effectiveOn"),
            (["reason": "", "rescind": [], "commands": [["command": "resume", "effectiveOn": "2026-02-20", "x": 1]]], "/commands/0/x"),
            (["reason": "", "rescind": [], "commands": [["effectiveOn": "2026-02-20"]]], "/commands/0/command"),
        ] as [(JSON, String)])
    func `a malformed correction is refused with the pointer to it`(body: JSON, pointer: String) throws {
        do throws(MalformedField) {
            _ = try Command(.correct, body: body)
            Issue.record("\(body) is read")
        } catch { #expect(error.pointer == pointer) }
    }

    @Test func `two lists of a hundred are read, decided and recorded together`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            let pays = (0..<100).map { (CommandName.declarePay, ["effectiveOn": "2026-08-01", "grossMonthlyPayCents": JSON($0)] as JSON) }
            #expect(try await service.contracts.tell(.correct, Self.correction([], pays), of: contract).version == 101)
            let again = try await service.contracts.tell(.correct, Self.correction(Array(2...101), pays), of: contract)
            #expect(again.version == 301 && again.body["events"]?.array?.count == 200)
        }
    }
}
