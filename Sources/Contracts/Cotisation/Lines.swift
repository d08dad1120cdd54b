public import CivilTime

/// Everyone's rights and cover on every day. Drawn once, then used for questions about days and for the prices of months.
public struct Lines: Sendable {
    /// The holder's cover and option.
    public private(set) var holder: Timeline<Situation.HolderPiece>
    /// The beneficiaries, in the order of their first enrolment.
    public private(set) var beneficiaries: [Beneficiary] = []
    /// The days of their rights, in the same order.
    private(set) var rights: [Timeline<Bool>] = []
    /// Their covers, in the same order.
    public private(set) var covers: [Timeline<PendingCover>] = []
    /// The indexes of the partners among the beneficiaries.
    private(set) var partners: [Int] = []
    /// The indexes of the children, by birth date; children born on the same day keep the order of `beneficiaries`.
    private(set) var children: [Int] = []

    /// The lines of a contract.
    init(of contract: Contract) {
        let options = contract.optionsThatCount
        holder = Timeline { glance in contract.holder(&glance, options) }
        followRights(contract, from: .distantPast)
        followCovers(contract, from: .distantPast)
    }

    /// Redraws the lines that facts learnt since may have changed.
    mutating func follow(_ contract: Contract, from reach: Reach) {
        if reach.touches(.rights) { followRights(contract, from: reach.from) }
        if reach.touches(.holder) {
            let options = contract.optionsThatCount
            holder.follow(from: reach.from) { glance in contract.holder(&glance, options) }
        }
        if reach.touches(.cover) { followCovers(contract, from: reach.from) }
    }

    private mutating func followRights(_ contract: Contract, from day: Day) {
        beneficiaries = contract.beneficiaries
        for (place, beneficiary) in beneficiaries.enumerated() {
            if place == rights.count {
                rights.append(contract.eligibility(of: beneficiary))
            } else {
                rights[place].follow(from: day) { glance in contract.isEligible(beneficiary, &glance) }
            }
        }
        let places = beneficiaries.indices
        partners = places.filter { beneficiaries[$0].relation.isPartner }
        children = places.filter { !beneficiaries[$0].relation.isPartner }
            .sorted { (beneficiaries[$0].bornOn, $0) < (beneficiaries[$1].bornOn, $1) }
    }

    private mutating func followCovers(_ contract: Contract, from day: Day) {
        let holder = holder
        for (place, right) in rights.enumerated() {
            func rule(_ glance: inout Glance) -> PendingCover {
                contract.pendingCover(&glance, holder: { holder.on(&$0).cover }, isEligible: { right.on(&$0) })
            }
            if place == covers.count { covers.append(Timeline(following: rule)) } else { covers[place].follow(from: day, rule) }
        }
    }
}

extension Contract {
    /// Everyone's cover on every day, not yet judged on a day.
    public var lines: Lines { Lines(of: self) }
}
