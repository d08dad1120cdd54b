import CivilTime
public import Contracts

extension RightChange {
    /// The right that was gained or lost, and its days: `Droit de demander le maintien : acquis du 1er septembre au 1er octobre 2026`.
    ///
    /// - Parameter person: returns the words for a beneficiary.
    public func phrase(in language: Language, person: (BeneficiaryID?) -> Phrase) -> Phrase {
        let days = Phrase.period(period, in: language)
        let came = (self.came ? both("nouveau", "new") : both("perdu", "lost"))[language]
        return language == .french
            ? "\(subject(in: language, person)) : \(came) \(days)" : "\(subject(in: language, person)): \(came) \(days)"
    }

    private func subject(in language: Language, _ person: (BeneficiaryID?) -> Phrase) -> Phrase {
        switch right {
        case .continuation: "\(both("Droit de demander le maintien", "Right to request continuation")[language])"
        case .portability: "\(both("Droit à la portabilité", "Right to portability")[language])"
        case .beneficiary(let id):
            language == .french ? "Droit par l'âge ou le statut, \(person(id))" : "Right by age or status, \(person(id))"
        }
    }
}
