public import CivilTime
public import Contracts

extension Contract {
    /// The urgent work: overdue, or due within ``ContractDay/noticeDays`` days of the day on which deadlines are judged. Sorted by due day.
    ///
    /// - Parameter names: the name of the holder (`nil`) or of a beneficiary.
    public func pressing(in language: Language, names: (BeneficiaryID?) -> PersonName) -> [PressingWork] {
        // A contract without events has no scheme.
        guard version > 0 else { return [] }
        let last = asOf.adding(days: ContractDay.noticeDays)
        return situation.deadlines.compactMap { deadline in
            guard deadline.dueOn <= last, let kind = deadline.judged(asOf: asOf)?.kind else { return nil }
            return work(kind, of: deadline.beneficiary, dueOn: deadline.dueOn, in: language, names: names)
        }
    }

    /// A deadline of the contract in words, as a line of the worklist.
    ///
    /// - Parameters:
    ///   - kind: the kind of work, judged on ``Contract/asOf``.
    ///   - beneficiary: the beneficiary concerned; nil for the holder.
    ///   - names: the name of the holder (`nil`) or of a beneficiary.
    public func work(
        _ kind: WorkKind, of beneficiary: BeneficiaryID?, dueOn: Day, in language: Language, names: (BeneficiaryID?) -> PersonName
    ) -> PressingWork {
        // Deadlines do not hold the month that a proof attests.
        let month = kind.isProof ? monthToProve(dueOn: dueOn) : nil
        let person = beneficiary.flatMap { id in beneficiaries.first { $0.id == id } }
        let line = WorkLine(
            kind, dueOn: dueOn, asOf: asOf, month: month, person: person.map { (name: names($0.id), bornOn: $0.bornOn) }, in: language)
        return PressingWork(kind, of: beneficiary, dueOn: dueOn, month: month, line: line)
    }

    /// The month whose proof is due on a day, of a present or future portability.
    private func monthToProve(dueOn: Day) -> Month? {
        for day in [dueOn, asOf] {
            let proofs = eligibility(on: day).portability.started?.proofs ?? []
            if let proof = proofs.first(where: { $0.state != .proven && $0.dueThrough == dueOn }) { return proof.month }
        }
        return nil
    }
}

extension WorkKind {
    /// Whether the work is a missing proof of a month of portability.
    var isProof: Bool { self == .proofAwaited || self == .proofOverdue }
}
