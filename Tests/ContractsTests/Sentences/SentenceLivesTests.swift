import CivilTime
import Contracts
import Testing
import Words

/// The sentence on random lives: whatever the history, the day and the instant.
@Suite struct SentenceLivesTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `the sentence says every answer, in words`(seed: UInt64) {
        check(runs: 100, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let witness = try Witness(life: inquiry.life)
                for question in inquiry.questions {
                    let contract = try Contract(events: witness.events, knownAt: question.knownAt.told, schemes: witness.schemes)
                    for today in [question.knownAt.told.parisDay, question.on.told, inquiry.life.end.told.parisDay] {
                        let answers = ContractDay(contract, on: question.on.told, today: today)
                        if let objection = answers.objection(contract) { return "\(question): \(objection)" }
                        for language in Language.allCases {
                            let text = ContractSentence(answers, name: .known("Camille Durand"), in: language).plainText
                            if let flaw = flaw(in: text) { return "\(question): \(flaw) in: \(text)" }
                        }
                    }
                }
                return nil
            }
        }
    }

    @Test func `the lives bring every state, every basis, every reason and every warning`() throws {
        var seen: Set<String> = []
        for seed in 0..<600 as Range<UInt64> {
            var choices = Choices(seed: seed)
            let inquiry = Inquiry.draw(&choices)
            let witness = try Witness(life: inquiry.life)
            for question in inquiry.questions {
                let contract = try Contract(events: witness.events, knownAt: question.knownAt.told, schemes: witness.schemes)
                let answers = ContractDay(contract, on: question.on.told, today: contract.asOf)
                seen.insert(answers.cover.map { "\($0.state) \($0.basis.map { "\($0)" } ?? "-")" } ?? "unknown")
                if let absence = answers.absence { seen.insert("\(absence)".prefix { $0 != "(" }.description) }
                for warning in answers.warnings { seen.insert("\(warning)".prefix { $0 != "(" }.description) }
            }
        }
        let expected = [
            "unknown", "covered active", "covered paidAbsence", "covered temporaryCessation", "covered continuation", "covered portability",
            "provisional portability", "lapsed portability", "suspended -", "exempt -", "none -", "notAffiliated", "beforeAffiliation",
            "beforeExemption", "afterEmployment", "afterPortability", "afterExemption", "proofsOverdue", "proofAwaited", "continuationOpen",
            "continuationClosed", "portabilityNotStarted", "portabilityExcluded", "mandateMissing", "nothingAfterExemption",
            "childReaches12",
        ]
        #expect(Set(expected).subtracting(seen).isEmpty, "\(Set(expected).subtracting(seen))")
    }
}

extension ContractDay {
    /// What the answers get wrong of a contract; nil when they get it right.
    fileprivate func objection(_ contract: Contract) -> String? {
        if contract.version == 0 { return cover == nil && month == nil && warnings.isEmpty ? nil : "answers about nothing" }
        if cover != contract.cover(on: on) { return "cover \(String(describing: cover))" }
        if let through {
            if contract.cover(on: through) != cover { return "cover ends before \(through)" }
            if contract.cover(on: through.next) != next || next == cover { return "another cover follows \(through)" }
        }
        if (cover?.state == Cover.State.none) != (absence != nil) { return "a reason for \(String(describing: cover))" }
        switch absence {
        case .beforeAffiliation(let first), .beforeExemption(let first):
            if first <= on { return "\(first) is not later" }
        case .afterPortability(let last?):
            if last >= on { return "\(last) is not earlier" }
            if contract.cover(on: last).state == .none { return "portability covers nobody on \(last)" }
            if contract.cover(on: last.next).state != .none { return "portability goes on after \(last)" }
        case .afterEmployment(let last), .afterExemption(let last?):
            if last >= on { return "\(last) is not earlier" }
        case .afterPortability(nil), .afterExemption(nil), .notAffiliated, nil: break
        }
        if month?.due != contract.due(in: Month(of: on)) { return "due" }
        let deadlines = contract.situation.deadlines
        for warning in warnings {
            let isKnown =
                switch warning {
                case .proofsOverdue(let months, _):
                    months.allSatisfy { month in deadlines.contains { $0.kind == .proof && Month(of: $0.dueOn) >= month && $0.dueOn < asOf }
                    }
                case .proofAwaited(_, let last): deadlines.contains { $0.kind == .proof && $0.dueOn == last && last >= asOf }
                case .continuationOpen(let last):
                    deadlines.contains { $0.kind == .continuationDeadline && $0.dueOn == last } && asOf <= last
                        && cover?.state == .suspended
                case .continuationClosed(let last):
                    deadlines.contains { $0.kind == .continuationDeadline && $0.dueOn == last } && last < asOf && cover?.state == .suspended
                case .portabilityNotStarted, .portabilityExcluded: contract.standing(on: on) == .ended
                case .mandateMissing: deadlines.contains { $0.kind == .mandateMissing }
                case .nothingAfterExemption: deadlines.contains { $0.kind == .exemptionExpiring && $0.dueOn == through }
                case .childReaches12(let birthday): deadlines.contains { $0.kind == .childReaching12 && $0.dueOn == birthday }
                }
            if !isKnown { return "\(warning)" }
        }
        return nil
    }
}

/// What no sentence may hold: doubled spaces, or a name from the code.
private func flaw(in text: String) -> String? {
    if !text.hasSuffix(".") { return "no end" }
    var last: Unicode.Scalar = "."
    for scalar in text.unicodeScalars {
        switch (last, scalar) {
        case (" ", " "), (" ", "\u{A0}"), (" ", "\u{202F}"), ("\u{A0}", " "), ("\u{202F}", " "): return "a doubled space"
        case ("a"..."z", "A"..."Z"): return "a name from the code"
        default: last = scalar
        }
    }
    return nil
}
