import CivilTime
public import Contracts

extension Fact {
    /// The fact on one line: `Attestation France Travail d’avril 2027 : mois indemnisé`.
    ///
    /// - Parameter names: the name of the holder (`nil`) or of a beneficiary.
    public func title(in language: Language, names: (BeneficiaryID?) -> PersonName) -> Phrase {
        let head: Phrase = "\(words.capitalized[language])"
        switch self {
        case .affiliation(let fact):
            return detailed(
                head, ["\(fact.option.words[language])", employer(fact.employer, language), pay(fact.grossMonthlyPay, language)], language)
        case .exemption(let fact):
            let term = fact.through.map { language == .french ? "jusqu'au \(day($0, language))" as Phrase : "until \(day($0, language))" }
            return detailed(head, ["\(fact.ground.words[language])", term ?? Phrase()], language)
        case .suspension(let fact): return detailed(head, ["\(fact.cause.words[language])"], language)
        case .temporaryCessation(let fact): return detailed(head, ["\(fact.cause.words[language])"], language)
        case .employmentEnd(let fact): return detailed(head, ["\(fact.reason.words[language])", lastDay(fact.lastDay, language)], language)
        case .portabilityEnd(let fact): return detailed(head, ["\(fact.reason.words[language])"], language)
        case .enrolment(let fact):
            return detailed(head, [person(fact.beneficiary, names, language), "\(fact.relation.words[language])"], language)
        case .statusRecord(let fact):
            let status: Phrase = "\(fact.status.kind.words[language])\(period(fact.status.period, language))"
            return detailed(head, [person(fact.beneficiary, names, language), status], language)
        case .removal(let fact): return detailed(head, [person(fact.beneficiary, names, language), "\(typed: fact.reason)"], language)
        case .continuationRequest(let fact):
            return detailed(
                head,
                [language == .french ? "envoyée le \(day(fact.requestedOn, language))" : "sent on \(day(fact.requestedOn, language))"],
                language)
        case .continuationEnd(let fact): return detailed(head, ["\(typed: fact.reason)"], language)
        case .proof(let fact): return proof(fact, head, language)
        case .optionChange(let fact): return detailed(head, ["\(fact.option.words[language])"], language)
        case .payDeclaration(let fact): return detailed(head, [pay(fact.grossMonthlyPay, language)], language)
        case .employerChange(let fact): return detailed(head, ["\(typed: fact.employer)"], language)
        case .remoteTransmissionChange(let fact):
            return detailed(
                head, ["\((fact.remoteTransmission ? both("accord", "accepted") : both("refus", "declined"))[language])"], language)
        case .mandateRegistration(let fact): return detailed(head, ["\(typed: fact.mandateReference)"], language)
        case .mandateRevocation(let fact): return detailed(head, ["\(typed: fact.mandateReference)"], language)
        case .rescission(let fact):
            let what: Phrase = language == .french ? "\(head) du fait \(fact.version)" : "\(head) of fact \(fact.version)"
            return detailed(what, ["\(typed: fact.reason)"], language)
        case .erasure(let fact): return detailed(head, ["\(typed: fact.reason)"], language)
        case .resumption, .portabilityStart: return head
        }
    }

    /// A heading with details.
    private func detailed(_ head: Phrase, _ details: [Phrase], _ language: Language) -> Phrase {
        let all = Phrase.joined(details, by: ", ")
        if all.isEmpty { return head }
        return language == .french ? "\(head) : \(all)" : "\(head): \(all)"
    }

    private func proof(_ fact: Proof, _ head: Phrase, _ language: Language) -> Phrase {
        switch language {
        case .french:
            let title: Phrase = "\(head) \(Phrase.ofMonth(fact.month, in: language))"
            guard let lost = fact.lostOn else { return "\(title) : mois indemnisé" }
            return "\(title) : plus d'indemnisation à partir du \(day(lost, language))"
        case .english:
            let title: Phrase = "\(head) for \(Phrase.month(fact.month, in: language))"
            guard let lost = fact.lostOn else { return "\(title): month compensated" }
            return "\(title): no compensation from \(day(lost, language)) on"
        }
    }

    private func day(_ day: Day, _ language: Language) -> Phrase { .day(day, in: language) }

    private func lastDay(_ last: Day, _ language: Language) -> Phrase {
        language == .french ? "dernier jour le \(day(last, language))" : "last day \(day(last, language))"
    }

    private func period(_ period: Period, _ language: Language) -> Phrase {
        guard let through = period.through else { return "" }
        return language == .french ? " jusqu'au \(day(through, language))" : " until \(day(through, language))"
    }

    private func employer(_ code: String, _ language: Language) -> Phrase {
        language == .french ? "employeur \(typed: code)" : "employer \(typed: code)"
    }

    private func pay(_ pay: Money, _ language: Language) -> Phrase {
        language == .french ? "\(Phrase.amount(pay, in: language)) bruts par mois" : "\(Phrase.amount(pay, in: language)) gross a month"
    }

    private func person(_ id: BeneficiaryID, _ names: (BeneficiaryID?) -> PersonName, _ language: Language) -> Phrase {
        names(id).phrase(or: both("nom inconnu", "unknown name"), in: language)
    }
}
