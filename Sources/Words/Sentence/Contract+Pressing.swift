import CivilTime
public import Contracts

extension Contract {
    /// What presses: what is overdue, or due within ``ContractDay/noticeDays`` days of the day on which deadlines are judged. By due day.
    ///
    /// - Parameter names: the name of the holder (`nil`) or of a beneficiary.
    public func pressing(in language: Language, names: (BeneficiaryID?) -> PersonName) -> [PressingWork] {
        // A contract without events has no scheme to be asked about.
        guard version > 0 else { return [] }
        let last = asOf.adding(days: ContractDay.noticeDays)
        let proofs = eligibility(on: asOf).portability.started?.proofs.filter { $0.state != .proven } ?? []
        return situation.deadlines.compactMap { deadline in
            guard deadline.dueOn <= last, let kind = deadline.judged(asOf: asOf)?.kind else { return nil }
            // Deadlines do not name the month that a proof attests.
            let month = deadline.kind == .proof ? proofs.first { $0.dueThrough == deadline.dueOn }?.month : nil
            let person = deadline.beneficiary.flatMap { id in beneficiaries.first { $0.id == id } }
            let line = WorkLine(
                kind, dueOn: deadline.dueOn, asOf: asOf, month: month,
                person: person.map { (name: names($0.id), bornOn: $0.bornOn) }, in: language)
            return PressingWork(kind, of: deadline.beneficiary, dueOn: deadline.dueOn, month: month, line: line)
        }
    }
}
