import CivilTime
import Contracts
import HTML
import Words

extension ContractPage {
    /// The column of rights: continuation, portability with its proofs, each beneficiary's right, services.
    var rights: HTML {
        """
        <section aria-labelledby="droits"><h2 id="droits">\(visit("Droits et échéances", "Rights and deadlines"))</h2>
        <dl>
        <dt>\(visit("Maintien", "Continuation"))</dt><dd>\(continuation)</dd>
        <dt>\(visit("Portabilité", "Portability"))</dt><dd>\(portability)</dd>
        \(beneficiaries)<dt>Services</dt><dd>\(services)</dd>
        </dl>\(proofs)</section>

        """
    }

    private var continuation: HTML {
        let right = reading.eligibility.continuation
        if right.eligible, let last = right.through {
            return "\(visit("possible, demande à envoyer jusqu'au", "possible, on a request sent through")) \(last.writtenShort)"
        }
        return "\(visit("non :", "no:")) \(rules(right.because.map(\.rule), words: \.wordsOfNoRight))"
    }

    private var portability: HTML {
        let right = reading.eligibility.portability
        guard let started = right.started else {
            // Papers are asked for after the end of employment, if no other rule excludes portability.
            let papers: Set<Rule> = [.portabilityBulletinMissing, .portabilityNotificationMissing]
            let first = right.missing.first { $0 == .portabilityEmploymentNotEnded } ?? right.missing.first { !papers.contains($0) }
            return "\(visit("non :", "no:")) \(rules(first.map { [$0] } ?? right.missing, words: \.wordsOfNoRight))"
        }
        if started.days.isEmpty { return "\(visit("aucun jour", "no day"))" }
        let months = started.months == 1 ? visit("1 mois", "1 month") : visit("\(started.months) mois", "\(started.months) months")
        let text: HTML = "\(months), \(Phrase.period(started.days, in: language).html)"
        return right.eligible ? text : "\(text), \(visit("pas ce jour", "not on this day"))"
    }

    private var proofs: HTML? {
        guard let proofs = reading.eligibility.portability.started?.proofs, !proofs.isEmpty else { return nil }
        let rows = proofs.map { proof -> HTML in
            let sign: HTML =
                switch proof.state {
                case .proven: "✓ "
                case .awaited: "? "
                case .overdue: "! "
                }
            return """
                <tr><th scope="row">\(proof.month.written(in: language, abbreviated: true))</th><td>\(sign)\(proof.state.shortWords[language])</td>\
                <td>\(proof.dueThrough.writtenShort)</td></tr>

                """
        }
        return """
            <table><caption>\(visit("Attestations de la portabilité", "Proofs of the portability"))</caption><thead><tr>\
            <th scope="col">\(visit("Mois", "Month"))</th><th scope="col">\(visit("État", "State"))</th>\
            <th scope="col">\(visit("Au plus tard le", "Due by"))</th></tr></thead><tbody>
            \(rows)</tbody></table>

            """
    }

    private var beneficiaries: [HTML] {
        reading.eligibility.beneficiaries.map { right in
            let text =
                if !right.eligible {
                    visit("sans droit ce jour", "no right on this day")
                } else if let last = right.through, Day.calendar.contains(last) {
                    visit("droit jusqu'au \(last.writtenShort)", "right until \(last.writtenShort)")
                } else { visit("droit sans fin prévue", "right without a foreseen end") }
            return "<dt>\(people[right.beneficiary].html)</dt><dd>\(text)</dd>\n"
        }
    }

    private var services: HTML {
        let open = reading.eligibility.services.filter(\.available).map(\.service)
        if open.isEmpty { return "\(visit("aucun sans couverture en cours", "none without cover in force"))" }
        return HTML.joined(
            open.map { service -> HTML in
                let name = ServiceName(rawValue: service.name)?.words[language] ?? service.name
                let conditions = service.conditions.compactMap { $0.words?[language] }
                return conditions.isEmpty ? "\(name)" : "\(name) (\(conditions.joined(separator: ", ")))"
            }, separator: ", ")
    }

    private func rules(_ rules: [Rule], words: (Rule) -> Bilingual) -> HTML {
        HTML.joined(rules.map { rule -> HTML in "\(visit(words(rule))) <span class=\"src\">\(rule.id)</span>" }, separator: ", ")
    }
}

extension Rule {
    /// Why there is no right on a day. The rule's own words refuse a request, but here nobody has sent one.
    var wordsOfNoRight: Bilingual {
        switch self {
        case .continuationDeadline: both("le délai pour le demander est passé", "the time to request it is over")
        case .continuationNoSuspension: both("pas d'absence non indemnisée ce jour-là", "no unpaid absence on that day")
        case .continuationAlreadyRequested: both("déjà demandé pour cette absence", "already requested for this absence")
        case .portabilityBulletinMissing: both("le bulletin de l'employeur manque", "the employer's bulletin is missing")
        case .portabilityNotificationMissing:
            both("la notification de France Travail manque", "the notification of France Travail is missing")
        case .portabilityEmploymentNotEnded: both("l'emploi n'a pas pris fin", "employment has not ended")
        default: words
        }
    }
}
