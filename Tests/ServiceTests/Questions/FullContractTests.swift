import CivilTime
import Contracts
import JSON
import Testing

@testable import ContractService

/// A contract that holds as much as the deployment allows.
@Suite(.timeLimit(.minutes(10))) struct FullContractTests {
    private let contract = ContractID.new()

    @Test func `a full contract takes no fact more, by whatever way, is answered as ever and takes rescissions`() async throws {
        try await withService { made in
            let limits = ContractLimits(facts: 3, beneficiaries: 1)
            let service = ContractService(
                commands: made.database, reads: made.database, vault: made.vault, schemes: .littoral, money: [:], clock: made.clock,
                limits: limits,
                patience: .seconds(600))
            let pay: JSON = ["effectiveOn": "2026-04-01", "grossMonthlyPayCents": 1]
            try await service.tell(.affiliate, .affiliation(), of: contract)
            try await service.tell(.addBeneficiary, child(1), of: contract)
            #expect(await service.outcome(.addBeneficiary, child(2), of: contract).rule == .contractFull)
            try await service.tell(.declarePay, pay, of: contract)

            let line =
                "{\"contract\":\"\(contract)\",\"command\":\"declare-pay\",\"effectiveOn\":\"2026-04-01\",\"grossMonthlyPayCents\":2}"
            let bulk = try await service.submitAll([BulkLine(number: 1, bytes: Array(line.utf8))], caller: "clerk")
            #expect(bulk.map { Outcome($0.outcome).rule } == [.contractFull])
            #expect(await service.outcome(.declarePay, pay, of: contract).rule == .contractFull)
            #expect(await service.outcome(.declarePay, pay, of: contract, dryRun: true).rule == .contractFull)

            // What is annulled has been recorded all the same.
            try await service.tell(.rescind, ["version": 3, "reason": ""], of: contract)
            #expect(await service.outcome(.declarePay, pay, of: contract).rule == .contractFull)

            // Recorded by one that allows more: readable, and may be mended.
            try await made.contracts.tell(.addBeneficiary, child(2), of: contract)
            let others = try await service.ask(.coverage(on: "2026-04-01"), of: contract)["beneficiaries"]
            #expect(others?[1]?["state"] == "covered")
            try await service.tell(.rescind, ["version": 5, "reason": ""], of: contract)
            #expect(try await service.version(of: contract) == 6)
        }
    }

    @Test func `a beneficiary whose enrolment is annulled leaves the place to another`() async throws {
        try await withService { made in
            let service = ContractService(
                commands: made.database, reads: made.database, vault: made.vault, schemes: .littoral, money: [:], clock: made.clock,
                limits: ContractLimits(facts: 100, beneficiaries: 1), patience: .seconds(600))
            try await service.tell(.affiliate, .affiliation(), of: contract)
            try await service.tell(.addBeneficiary, child(1), of: contract)
            try await service.tell(.rescind, ["version": 2, "reason": ""], of: contract)
            try await service.tell(.addBeneficiary, child(2), of: contract)
            #expect(await service.outcome(.addBeneficiary, child(1), of: contract).rule == .contractFull)
        }
    }

    @Test func `a bulletin of more periods than a life has is malformed`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            let period: JSON = ["from": "2026-03-01", "through": "2026-03-31"]
            let body: JSON = [
                "bulletin": ["lastDay": "2026-03-31", "activityPeriods": .array(Array(repeating: period, count: 101))], "retired": false,
            ]
            #expect(
                await made.contracts.outcome(.startPortability, body, of: contract).word == "malformed /bulletin/activityPeriods")
        }
    }

    @Test func `large contracts, reckoned apart, are answered and tried as the rules say`() async throws {
        try await withService { made in
            let service = made.contracts
            try await service.tell(.affiliate, .affiliation(), of: contract)
            let lines = (0..<Reckoner.lightFacts + 20).map { number -> BulkLine in
                let day = Day(number: Day("2026-04-01").number + number)
                let command = number % 2 == 0 ? #""suspend","cause":"unpaidLeave","income":"none""# : #""resume""#
                return BulkLine(
                    number: number + 1,
                    bytes: Array(#"{"contract":"\#(contract)","command":\#(command),"effectiveOn":"\#(day)"}"#.utf8))
            }
            let told = try await service.submitAll(lines, caller: "clerk")
            #expect(told.allSatisfy { Outcome($0.outcome).word == "accepted" })
            let history = try await service.questions.history(of: contract).map(\.fact)
            for question in [
                Question.timeline, .coverage(on: "2026-05-01"), .eligibility(on: "2026-05-01"),
                .cotisation(month: "2026-05", comparedWith: nil),
                .events,
            ] {
                let answer = try await service.answer(question, of: contract, knownAt: .version(110))
                #expect(answer.version == 110 && answer.body["contract"] == JSON(contract), "\(question)")
            }
            var known = DrawnContract(try service.ledger.contract(history, knownAt: .version(110)))
            #expect(try await service.ask(.timeline, of: contract, knownAt: .version(110)) == known.timelineAnswer(of: contract))
            #expect(await Outcome { try await service.answer(.timeline, of: contract, knownAt: .version(1000)) }.rule == .contractUnknown)

            let late: JSON = ["effectiveOn": "2026-03-31", "cause": "unpaidLeave", "income": "salary"]
            let tried = try await service.tell(.suspend, late, of: contract, dryRun: true)
            #expect(tried.body["changes"]?["cover"]?[0]?["from"] == "2026-03-31")
            #expect(
                await service.outcome(.resume, ["effectiveOn": "2026-03-31"], of: contract, dryRun: true).rule == .resumptionNothingToResume
            )
        }
    }

    private func child(_ number: Int) -> JSON {
        [
            "beneficiary": .string("0a5f7e12-1111-4222-8333-00000000000\(number)"), "relation": "child", "bornOn": "2015-01-01",
            "fiscallyDependent": true, "effectiveOn": "2026-03-01",
        ]
    }
}
