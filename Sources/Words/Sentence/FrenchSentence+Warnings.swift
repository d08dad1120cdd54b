import CivilTime
import Contracts

extension FrenchSentence {
    func warning(_ warning: Warning) -> Phrase {
        switch warning {
        case .proofsOverdue(let months, let areWhole): overdue(months, areWhole: areWhole)
        case .proofAwaited(let month, let last):
            "L'attestation \(ofMonth(month)) \(reportTense.form("était", "est", "sera")) attendue jusqu'au \(near(last))."
        case .continuationOpen(let last):
            "Le maintien \(reportTense.form("pouvait", "peut", "pourra")) être demandé jusqu'au \(near(last))."
        case .continuationClosed(let last): "Le délai pour demander le maintien a pris fin le \(near(last))."
        case .portabilityNotStarted:
            """
            La portabilité \(reportTense.form("n'était", "n'est", "ne sera")) pas ouverte : il \
            \(reportTense.form("manquait", "manque", "manquera")) le bulletin de l'employeur et la notification de France Travail.
            """
        case .portabilityExcluded(.portabilityRetired): "La retraite ou le décès exclut la portabilité."
        case .portabilityExcluded(.portabilityNotCoveredAtEnd):
            "La portabilité est exclue, faute de couverture au dernier jour d'emploi."
        case .portabilityExcluded(let rule): "La portabilité est exclue. \(rule.french)"
        case .mandateMissing: "Aucun mandat SEPA \(reportTense.form("n'était", "n'est", "ne sera")) en vigueur pour le prélèvement."
        case .nothingAfterExemption:
            "Ni affiliation ni nouvelle dispense \(reportTense.form("n'était", "n'est", "ne sera")) enregistrée pour la suite."
        case .childReaches12(let birthday):
            """
            L'enfant \(Tense(of: birthday, today: day.today).form("a eu", "a", "aura")) 12 ans le \(near(birthday)) : \
            le motif de l'absence \(Tense(of: birthday, today: day.today).form("ne vaut plus", "ne vaut plus", "ne vaudra plus")).
            """
        }
    }

    /// *L'attestation de mai est en retard : mai n'est pas couvert.*
    private func overdue(_ months: [Month], areWhole: Bool) -> Phrase {
        let (be, beNot) = (reportTense.form("était", "est", "sera"), reportTense.form("n'était", "n'est", "ne sera"))
        let (are, areNot) = (reportTense.form("étaient", "sont", "seront"), reportTense.form("n'étaient", "ne sont", "ne seront"))
        let coversNot = reportTense.form("ne couvrait", "ne couvre", "ne couvrira")
        if months.count == 1 {
            let month = months[0]
            return areWhole
                ? "L'attestation \(ofMonth(month)) \(be) en retard : \(written(month)) \(beNot) pas couvert."
                : "L'attestation \(ofMonth(month)) \(be) en retard : la portabilité \(coversNot) pas \(written(month))."
        }
        if months.count > 3, let first = months.first, let last = months.last, first.adding(months.count - 1) == last {
            return """
                \(months.count) attestations \(are) en retard, de \(written(first)) à \(written(last)) : la portabilité \(coversNot) pas ces mois.
                """
        }
        if months.count > 4, let first = months.first, let last = months.last {
            return """
                \(months.count) attestations \(are) en retard entre \(written(first)) et \(written(last)) : la portabilité \(coversNot) pas ces mois.
                """
        }
        let (of, names) = (Phrase.list(months.map(ofMonth), in: .french), Phrase.list(months.map(written), in: .french))
        return areWhole
            ? "Les attestations \(of) \(are) en retard : \(names) \(areNot) pas couverts."
            : "Les attestations \(of) \(are) en retard : la portabilité \(coversNot) pas ces mois."
    }

    private func ofMonth(_ month: Month) -> Phrase { .ofMonth(month, in: .french, near: Month(of: day.on)) }
    private func written(_ month: Month) -> Phrase { .month(month, in: .french, near: Month(of: day.on)) }
    /// A day; its year is left out when the day asked about has the same year.
    private func near(_ other: Day) -> Phrase { .day(other, in: .french, near: day.on) }
}
