import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

/// What presses in a contract.
@Suite struct PressingTests {
    private let portability: [Fact] = [
        .affiliate(), .unpaid("2026-09-01"), .continuation("2026-09-01", sent: "2026-09-20"), .resume("2027-01-04"), .end("2027-03-31"),
        .portability("2027-03-31", from: "2026-04-01"), .proof("2027-04"),
    ]

    @Test func `what is overdue and what is due within 60 days presses, by due day`() throws {
        let contract = try Tale(portability, asOf: "2027-07-12T12:00:00Z").contract()
        let pressing = contract.pressing(in: .french) { _ in .missing }
        #expect(pressing.map(\.kind) == [.mandateMissing, .proofOverdue, .proofAwaited, .proofAwaited])
        #expect(pressing.map(\.dueOn) == ["2026-09-01", "2027-06-30", "2027-07-31", "2027-08-31"].map { day($0) })
        #expect(
            pressing.dropFirst().map(\.line.matter.plainText)
                == ["mai", "juin", "juillet"].map { "attestation France Travail de \($0) 2027" })
        #expect(pressing.map(\.line.isOverdue).dropFirst() == [true, false, false])
    }

    @Test func `nothing presses in a contract of which nothing is known`() throws {
        let contract = try Tale([], asOf: "2027-07-12T12:00:00Z").contract()
        #expect(contract.pressing(in: .english) { _ in .missing }.isEmpty)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `on any life what presses is what the situation tells, and no more`(seed: UInt64) {
        check(runs: 60, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let witness = try Witness(life: inquiry.life)
                for question in inquiry.questions {
                    let contract = try Contract(events: witness.events, knownAt: question.knownAt.told, schemes: witness.schemes)
                    let pressing = contract.pressing(in: .english) { _ in .known("Zoé") }
                    let waiting = contract.version == 0 ? [] : contract.situation.deadlines.filter { $0.judged(asOf: contract.asOf) != nil }
                    let near = waiting.filter { $0.dueOn <= contract.asOf.adding(days: 60) }
                    if pressing.map(\.dueOn) != near.map(\.dueOn) { return "\(question): \(pressing.map(\.dueOn))" }
                    if pressing.map(\.beneficiary) != near.map(\.beneficiary) { return "\(question): other people" }
                }
                return nil
            }
        }
    }
}
