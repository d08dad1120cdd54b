import CivilTime
import Contracts

extension EnglishSentence {
    func warning(_ warning: Warning) -> Phrase {
        switch warning {
        case .proofsOverdue(let months, let areWhole): overdue(months, areWhole: areWhole)
        case .proofAwaited(let month, let last):
            "The attestation for \(written(month)) \(reportTense.form("was", "is", "will be")) awaited until \(near(last))."
        case .continuationOpen(let last):
            "Continuation \(reportTense.form("could", "can", "may")) be requested until \(near(last))."
        case .continuationClosed(let last): "The time to request continuation ended on \(near(last))."
        case .portabilityNotStarted:
            """
            Portability \(reportTense.form("had not", "has not", "will not have")) started: the employer's bulletin and the France Travail notification \
            \(reportTense.form("were", "are", "will be")) missing.
            """
        case .portabilityExcluded(.portabilityRetired): "Retirement or death excludes portability."
        case .portabilityExcluded(.portabilityNotCoveredAtEnd): "Portability is excluded: there was no cover on the last day of employment."
        case .portabilityExcluded(let rule): "Portability is excluded. \(rule.english)"
        case .mandateMissing: "No SEPA mandate \(reportTense.form("was", "is", "will be")) in force for the direct debit."
        case .nothingAfterExemption:
            "Neither an affiliation nor another exemption \(reportTense.form("was", "is", "will be")) recorded for what follows."
        case .childReaches12(let birthday):
            """
            The child \(Tense(of: birthday, today: day.today).form("turned", "turns", "will turn")) 12 on \(near(birthday)): \
            the cause of the absence \(Tense(of: birthday, today: day.today).form("holds no more", "holds no more", "will hold no more")).
            """
        }
    }

    /// *The attestation for May is overdue: May is not covered.*
    private func overdue(_ months: [Month], areWhole: Bool) -> Phrase {
        let (be, are) = (reportTense.form("was", "is", "will be"), reportTense.form("were", "are", "will be"))
        let beNot = reportTense.form("was not", "is not", "will not be")
        let areNot = reportTense.form("were not", "are not", "will not be")
        let coversNot = reportTense.form("did not cover", "does not cover", "will not cover")
        if months.count == 1 {
            let month = written(months[0])
            return areWhole
                ? "The attestation for \(month) \(be) overdue: \(month) \(beNot) covered."
                : "The attestation for \(month) \(be) overdue: portability \(coversNot) \(month)."
        }
        if months.count > 3, let first = months.first, let last = months.last, first.adding(months.count - 1) == last {
            return """
                \(months.count) attestations \(are) overdue, from \(written(first)) to \(written(last)): portability \(coversNot) these months.
                """
        }
        if months.count > 4, let first = months.first, let last = months.last {
            return """
                \(months.count) attestations \(are) overdue between \(written(first)) and \(written(last)): portability \(coversNot) these months.
                """
        }
        let names = Phrase.list(months.map(written), in: .english)
        return areWhole
            ? "The attestations for \(names) \(are) overdue: \(names) \(areNot) covered."
            : "The attestations for \(names) \(are) overdue: portability \(coversNot) these months."
    }

    private func written(_ month: Month) -> Phrase { .month(month, in: .english, near: Month(of: day.on)) }
    /// A day; its year is left out when the day asked about has the same year.
    private func near(_ other: Day) -> Phrase { .day(other, in: .english, near: day.on) }
}
