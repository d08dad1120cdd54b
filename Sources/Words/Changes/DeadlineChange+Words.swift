import CivilTime
public import Contracts

extension DeadlineChange {
    /// The deadline that appeared, disappeared or moved: `Attestation France Travail : échéance du 30 juin 2027, nouvelle`.
    ///
    /// - Parameter person: returns the words for a beneficiary.
    public func phrase(in language: Language, person: (BeneficiaryID?) -> Phrase) -> Phrase {
        var subject: Phrase = "\((after?.work.words ?? before?.work.words ?? kind.words).capitalized[language])"
        if let beneficiary { subject = "\(subject), \(person(beneficiary))" }
        return language == .french ? "\(subject) : \(french)" : "\(subject): \(english)"
    }

    private var french: Phrase {
        switch (before?.dueOn, after?.dueOn) {
        case (nil, let due?): "nouvelle échéance, le \(Phrase.day(due, in: .french))"
        case (let due?, nil): "l'échéance du \(Phrase.day(due, in: .french)) disparaît"
        case (let old?, let new?) where old != new:
            "échéance le \(Phrase.day(new, in: .french)) au lieu du \(Phrase.day(old, in: .french))"
        case (_, let due?): "échéance du \(Phrase.day(due, in: .french)), \(before.map { "auparavant \($0.work.words.french)" } ?? "")"
        case (nil, nil): ""
        }
    }

    private var english: Phrase {
        switch (before?.dueOn, after?.dueOn) {
        case (nil, let due?): "new deadline, \(Phrase.day(due, in: .english))"
        case (let due?, nil): "the deadline of \(Phrase.day(due, in: .english)) is gone"
        case (let old?, let new?) where old != new: "due on \(Phrase.day(new, in: .english)) instead of \(Phrase.day(old, in: .english))"
        case (_, let due?): "deadline of \(Phrase.day(due, in: .english)), \(before.map { "before: \($0.work.words.english)" } ?? "")"
        case (nil, nil): ""
        }
    }
}
