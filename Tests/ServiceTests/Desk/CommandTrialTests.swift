import CivilTime
import Contracts
import JSON
import Testing

@testable import ContractService

/// What a page tries out on the facts that it shows is what the desk would show, and then does.
@Suite(.timeLimit(.minutes(10))) struct CommandTrialTests {
    @Test(arguments: 1...8)
    func `a trial on what was read is the desk's dry run, and shows the contract as it then is`(seed: UInt64) async throws {
        try await withService { service in
            #expect(service.clock.set("2026-11-20T09:00:00Z"))
            let desk = service.contracts
            let contract = try await desk.affiliated()
            var life = RandomLife(seed: 1000 + seed)
            var (accepted, refused) = (0, 0)
            for _ in 1...80 {
                let (command, body) = life.next()
                let record = try await desk.record(of: contract, knownAt: .now)
                let submission = Submission(contract: contract, command: command, body: body, caller: "clerk")
                let trial = await Outcome { try await desk.tryOut(submission, on: record) }
                let shown = await desk.outcome(command, body, of: contract, dryRun: true)
                #expect(trial.failure == shown.failure, "\(command): \(body)")
                guard let trial = trial.answer, let shown = shown.answer else {
                    refused += 1
                    continue
                }
                accepted += 1
                expect(trial, toShow: shown, on: record, "\(command): \(body)")
                try await desk.tell(command, body, of: contract)
                let after = try await desk.record(of: contract, knownAt: .now).present
                expect(trial.after, toBe: after, "\(command): \(body)")
            }
            // Neither all lawful nor all unlawful, or nothing is shown.
            #expect(accepted >= 10 && refused >= 10, "\(accepted) accepted, \(refused) refused")
        }
    }

    @Test func `a trial is about the facts that were read, whatever was recorded since`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await desk.affiliated()
            let record = try await desk.record(of: contract, knownAt: .now)
            let raise: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 300_000]
            try await desk.tell(.declarePay, raise, of: contract)
            var submission = Submission(contract: contract, command: .declarePay, body: raise, caller: "clerk")
            let trial = try await desk.tryOut(submission, on: record)
            #expect(trial.new.count == 1 && trial.after.version == 2 && !trial.annuls && !trial.tellsOfPeople)
            submission.expectedVersion = .among([2])
            #expect(await Outcome { try await desk.tryOut(submission, on: record) }.word == "at version 1")
            #expect(try await desk.version(of: contract) == 2)
        }
    }

    /// The trial tells and changes what the answer to the dry run does.
    private func expect(_ trial: CommandTrial, toShow shown: Acceptance, on record: ContractRecord, _ comment: Comment) {
        let versions = (record.present.version + 1)...
        #expect(shown.body["events"] == .array(zip(versions, trial.new).map { .event(version: $0, fact: $1) }), comment)
        #expect(shown.body["changes"]?.bytes(sortedKeys: true) == trial.changesWritten, comment)
        #expect(trial.changes == trial.after.changes(since: record.present), comment)
    }

    /// Two contracts say the same: of each day, of each month, and why.
    private func expect(_ contract: Contract, toBe other: Contract, _ comment: Comment) {
        #expect(contract.events.map(\.fact) == other.events.map(\.fact) && contract.version == other.version, comment)
        #expect(contract.knownAt == other.knownAt, comment)
        #expect(contract.situation == other.situation, comment)
        #expect(contract.changes(since: other) == .none, comment)
        for month in 0..<14 {
            let month = ("2026-03" as Month).adding(month)
            #expect(contract.due(in: month) == other.due(in: month), comment)
            #expect(contract.coverReasons(on: month.firstDay) == other.coverReasons(on: month.firstDay), comment)
        }
        #expect(contract.beneficiaries.map(\.id) == other.beneficiaries.map(\.id), comment)
        for (person, same) in zip(contract.beneficiaries, other.beneficiaries) {
            #expect(contract.cover(of: person) == other.cover(of: same), comment)
        }
    }
}

extension Outcome {
    /// What refuses, whole: the rule, the fact in the way and the field. Nil when nothing does.
    fileprivate var failure: String? { if case .failed(let error) = self { "\(error)" } else { nil } }
}
