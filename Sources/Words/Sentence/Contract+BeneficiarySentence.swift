public import CivilTime
public import Contracts

extension Contract {
    /// A sentence on a beneficiary's cover on a day, as known.
    ///
    /// `Ce 12 juillet 2027, Inès Durand a une couverture provisoire, par la portabilité, jusqu’au 31 mars 2028, droit jusqu’au 17 septembre
    /// 2030.`
    ///
    /// - Parameters:
    ///   - today: the day of the question, in Paris.
    ///   - name: the beneficiary's name.
    /// - Returns: `nil` when the person has no enrolment in force.
    public func sentence(of id: BeneficiaryID, on day: Day, today: Day, name: PersonName, in language: Language) -> Phrase? {
        guard let person = beneficiaries.first(where: { $0.id == id }) else { return nil }
        let covers = cover(of: person)
        let piece = covers.piece(around: day)
        var answers = ContractDay(on: day, today: today, asOf: asOf, cover: piece.value)
        if let until = piece.period.until, until <= Day.calendar.upperBound {
            answers.through = until.previous
            answers.next = covers[until]
        }
        let noCover = piece.value.state == .none ? whyNoCover(person, on: day) : nil
        let besides = rightEnd(person, on: day, cover: piece)
        let relation = person.relation.words
        let fallback = both("cette personne (\(relation.french))", "this person (\(relation.english))")
        switch language {
        case .french:
            return FrenchSentence(
                day: answers, name: name, fallback: fallback, noCover: noCover?.phrase(in: language) ?? "", besides: besides(language)
            ).cover
        case .english:
            return EnglishSentence(
                day: answers, name: name, fallback: fallback, noCover: noCover?.phrase(in: language) ?? "", besides: besides(language)
            ).cover
        }
    }

    private func whyNoCover(_ person: Beneficiary, on day: Day) -> NoBeneficiaryCover {
        switch rightReasons(of: person, on: day).first?.rule {
        case .beneficiaryNotEnrolled:
            let annulled = rescissions
            let facts = events.filter { annulled[$0.version] == nil }.map(\.fact)
            let joined = facts.compactMap { fact -> Day? in
                if case .enrolment(let told) = fact, told.beneficiary == person.id, told.effectiveOn > day { told.effectiveOn } else { nil }
            }
            if let first = joined.min() { return .beforeEnrolment(on: first) }
            let left = facts.compactMap { fact -> Day? in
                if case .removal(let told) = fact, told.beneficiary == person.id, told.effectiveOn <= day { told.effectiveOn } else { nil }
            }
            return left.max().map { .afterRemoval(lastDay: $0.previous) } ?? .notEnrolled
        case .beneficiaryNotEligible: return .noRight(lastDay: eligibility(of: person).piece(around: day).period.from?.previous)
        default: return cover(on: day).isInForce ? .notCoveredAtEnd : .holder
        }
    }

    /// The end of the right, when it differs from the end of the cover.
    private func rightEnd(_ person: Beneficiary, on day: Day, cover: Timeline<Cover>.Piece) -> (Language) -> Phrase {
        let right = eligibility(of: person).piece(around: day)
        guard right.value, cover.value.state != .none, let last = right.period.through, Day.calendar.contains(last) else {
            return { _ in "" }
        }
        let isSame = last == cover.period.through
        return { language in
            let day = Phrase.day(last, in: language)
            switch (language, isSame) {
            case (.french, true): return ", dernier jour de son droit"
            case (.english, true): return ", the last day of the right"
            case (.french, false): return ", droit jusqu'au \(day)"
            case (.english, false): return ", with a right until \(day)"
            }
        }
    }
}

/// The reason why a beneficiary has no cover on a day.
private enum NoBeneficiaryCover {
    case notEnrolled
    case beforeEnrolment(on: Day)
    case afterRemoval(lastDay: Day)
    /// Neither age nor status gives a right; `lastDay` is the last day with a right.
    case noRight(lastDay: Day?)
    /// The holder has no cover.
    case holder
    /// The holder is under portability, and the beneficiary was not covered on the last day of employment.
    case notCoveredAtEnd

    func phrase(in language: Language) -> Phrase {
        func say(_ french: Phrase, _ english: Phrase) -> Phrase { language == .french ? french : english }
        func written(_ day: Day) -> Phrase { .day(day, in: language) }
        switch self {
        case .notEnrolled: return say(" : aucune inscription n'est en vigueur", ": no enrolment is in force")
        case .beforeEnrolment(let day): return say(" avant son inscription du \(written(day))", " before the enrolment of \(written(day))")
        case .afterRemoval(let day):
            return say(" après son départ du contrat, le \(written(day))", " after leaving the contract on \(written(day))")
        case .noRight(let day?):
            return say(" après la fin de son droit, le \(written(day))", " after the end of the right on \(written(day))")
        case .noRight(nil): return say(" : ni l'âge ni un statut ne donne droit", ": neither age nor a status gives a right")
        case .holder: return say(" : l'agent n'en a pas non plus", ": the agent has none either")
        case .notCoveredAtEnd:
            return say(" : aucune n'était en vigueur au dernier jour d'emploi", ": none was in force on the last day of employment")
        }
    }
}
