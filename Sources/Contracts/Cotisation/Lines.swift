import CivilTime

/// Everyone's cover on every day: what months are priced from.
struct Lines {
    /// The holder's cover and option.
    let holder: Timeline<Situation.HolderPiece>

    /// The beneficiaries, in the order in which they were first told.
    let beneficiaries: [Beneficiary]
    /// Their covers, in the same order.
    let covers: [Timeline<PendingCover>]
    /// The places of the partners among them.
    let partners: [Int]
    /// The places of the children, by birth; those born together stay in that order.
    let children: [Int]
}

extension Contract {
    /// Everyone's cover on every day.
    var lines: Lines {
        let places = beneficiaries.indices
        return Lines(
            holder: Timeline { glance in holder(&glance) },
            beneficiaries: beneficiaries,
            covers: beneficiaries.map { beneficiary in Timeline { glance in pendingCover(of: beneficiary, &glance) } },
            partners: places.filter { beneficiaries[$0].relation.isPartner },
            children: places.filter { !beneficiaries[$0].relation.isPartner }
                .sorted { (beneficiaries[$0].bornOn, $0) < (beneficiaries[$1].bornOn, $1) })
    }
}
