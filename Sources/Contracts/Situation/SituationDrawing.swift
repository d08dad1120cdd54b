import CivilTime

/// The situation of a contract, with incremental updates where facts may have changed it.
struct SituationDrawing {
    private(set) var lines: Lines
    private(set) var situation: Situation

    /// The situation of a contract.
    init(of contract: Contract) {
        lines = contract.lines
        let liabilities = contract.liabilities(lines)
        situation = Situation(
            holder: lines.holder, beneficiaries: lines.persons, employer: Timeline { glance in contract.employer(&glance) },
            liabilities: liabilities, deadlines: contract.deadlines(lines, liabilities))
    }

    /// Updates the situation after facts that the contract has learnt since.
    mutating func follow(_ contract: Contract, from reach: Reach) {
        if reach.isEverything {
            self = SituationDrawing(of: contract)
            return
        }
        if reach.aspects.isEmpty { return }
        lines.follow(contract, from: reach)
        var (employer, liabilities) = (situation.employer, situation.liabilities)
        if reach.touches(.employer) { employer.follow(from: reach.from) { glance in contract.employer(&glance) } }
        if reach.touches(.cotisation) {
            liabilities.follow(from: Month(of: reach.from)) { month in contract.liability(of: month, lines) }
        }
        situation = Situation(
            holder: lines.holder, beneficiaries: reach.touches(.cover) ? lines.persons : situation.beneficiaries, employer: employer,
            liabilities: liabilities, deadlines: reach.touches(.deadlines) ? contract.deadlines(lines, liabilities) : situation.deadlines)
    }
}

extension Lines {
    fileprivate var persons: [Situation.BeneficiaryLine] {
        zip(beneficiaries, covers).map { beneficiary, cover in
            Situation.BeneficiaryLine(id: beneficiary.id, relation: beneficiary.relation, cover: cover)
        }
    }
}

extension Contract {
    fileprivate func employer(_ glance: inout Glance) -> String? { facts.employers.on(&glance)?.value }
}
