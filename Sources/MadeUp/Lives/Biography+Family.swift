import CivilTime
import Contracts

extension Biography {
    /// Enrols the agent's partner and children, and tells their later changes.
    mutating func meetFamily() {
        let day = spells.last?.from ?? joinedOn
        let age = agent.age(on: day)
        if age > 24, chance.happens(min(800, age * 18)) {
            if chance.happens(620) { enrolPartner(on: day) }
            let count = chance.one(of: Biography.childCounts)
            for _ in 0..<count { bringUpChild(day, age) }
        } else if age > 28, chance.happens(180) {
            bringUpChild(day, age)
        }
        if chance.happens(25), age > 24 { partWays(after: day) }
    }

    private static let childCounts: [(value: Int, weight: Int)] = [
        (value: 0, weight: 10), (value: 1, weight: 23), (value: 2, weight: 40), (value: 3, weight: 20), (value: 4, weight: 7),
    ]

    /// Enrols a child; `nil` when the world ends before the enrolment is told.
    @discardableResult
    mutating func enrolChild(
        bornOn: Day, from day: Day, told: Day, relation: Relation = .child, _ status: BeneficiaryStatus? = nil
    ) -> Family.Child? {
        let id = BeneficiaryID(bits: chance.uuid())
        let enrolment = Enrolment(
            beneficiary: id, relation: relation, bornOn: bornOn, fiscallyDependent: true, effectiveOn: day, status: status)
        guard let sitting = tell(.enrolment(enrolment), on: told, after: lastTransition) else { return nil }
        let child = Family.Child(id: id, bornOn: bornOn, told: sitting)
        family.children.append(child)
        return child
    }

    private mutating func enrolPartner(on day: Day) {
        let id = BeneficiaryID(bits: chance.uuid())
        let bornOn = agent.bornOn.adding(days: chance.number(-2600...2600))
        let relation = chance.one(of: [
            (value: Relation.spouse, weight: 62), (value: .civilPartner, weight: 26), (value: .cohabitant, weight: 12),
        ])
        let late = chance.happens(80)
        let from = late ? day.adding(days: chance.number(10...150)) : day
        let enrolment = Enrolment(beneficiary: id, relation: relation, bornOn: bornOn, fiscallyDependent: true, effectiveOn: from)
        family.partner = tell(.enrolment(enrolment), on: familyToldOn(from), after: lastTransition).map { (id, $0) }
    }

    /// When the family is told: in the employer's file, or with papers some weeks later.
    private mutating func familyToldOn(_ day: Day) -> Day {
        chance.happens(550) ? day.adding(days: -60) : day.adding(days: lag(0...45))
    }

    private mutating func bringUpChild(_ day: Day, _ parentAge: Int) {
        let parentWas = chance.number(23...min(41, max(24, parentAge)))
        let bornOn = day.adding(months: -12 * max(0, parentAge - parentWas)).adding(days: -chance.number(0...364))
        let age = (day.number - bornOn.number) * 4 / 1461
        let relation = chance.one(of: Biography.relations)
        if chance.happens(16) { return bringUpDisabledChild(bornOn, age, day, relation) }
        guard age < 25 else { return }
        if age < 21 {
            let child = enrolChild(bornOn: bornOn, from: day, told: familyToldOn(day), relation: relation)
            if age >= 17, let child { study(child, from: day, isTold: false) }
        } else if chance.happens(760) {
            let status = schoolYear(of: day, chance.one(of: Biography.youngStatuses))
            let child = enrolChild(bornOn: bornOn, from: day, told: familyToldOn(day), relation: relation, status)
            if let child { study(child, from: day, isTold: true) }
        }
    }

    private static let relations: [(value: Relation, weight: Int)] = [
        (value: .child, weight: 90), (value: .partnerChild, weight: 8), (value: .grandchild, weight: 1),
        (value: .partnerGrandchild, weight: 1),
    ]
    private static let youngStatuses: [(value: BeneficiaryStatus.Kind, weight: Int)] = [
        (value: .student, weight: 74), (value: .apprentice, weight: 14), (value: .jobSeeker, weight: 12),
    ]

    private mutating func bringUpDisabledChild(_ bornOn: Day, _ age: Int, _ day: Day, _ relation: Relation) {
        let evidence: BeneficiaryStatus.Evidence = age < 20 ? .aeeh : chance.happens(600) ? .aah : .cmiInvalidity
        let from = max(bornOn, day.adding(days: -chance.number(100...900)))
        let through = chance.happens(250) ? nil : from.adding(months: 12 * chance.number(3...6)).previous
        let status = BeneficiaryStatus(kind: .disabled, from: from, through: through, cdaph: true, evidence: evidence)
        enrolChild(bornOn: bornOn, from: day, told: familyToldOn(day), relation: relation, status)
    }

    /// The status for the school year of a day. A job seeker's status lasts half a year.
    private func schoolYear(of day: Day, _ kind: BeneficiaryStatus.Kind) -> BeneficiaryStatus {
        let september = day.schoolYear
        if kind == .jobSeeker {
            return BeneficiaryStatus(kind: kind, from: day.adding(days: -30), through: day.adding(months: 5))
        }
        return BeneficiaryStatus(kind: kind, from: september.firstDay, through: september.adding(11).lastDay)
    }

    /// A child's school years, one after the other. Some are told late, some never.
    private mutating func study(_ child: Family.Child, from day: Day, isTold: Bool) {
        if !isTold, chance.happens(480) { record(schoolYear(of: day, .student), of: child, on: day.adding(days: lag(0...60)), by: nil) }
        var september = day.nextSchoolYear
        while september.firstDay < child.bornOn.birthday(25), september.firstDay < world.until, september.firstDay > day {
            let first = september.firstDay
            if chance.happens(90) {
                let removal = Removal(beneficiary: child.id, effectiveOn: first, reason: "couvert par son employeur")
                tell(.removal(removal), on: first.adding(days: lag(-20...40)), after: child.told)
                return
            }
            if chance.happens(730) {
                let status = schoolYear(of: first, chance.one(of: Biography.youngStatuses))
                record(status, of: child, on: first.adding(days: lag(-45...50)), by: .member)
            }
            september = september.adding(12)
        }
    }

    private mutating func record(_ status: BeneficiaryStatus, of child: Family.Child, on day: Day, by recorder: Recorder?) {
        tell(.statusRecord(StatusRecord(beneficiary: child.id, status: status)), on: day, by: recorder, after: child.told)
    }

    private mutating func partWays(after day: Day) {
        guard let partner = family.partner, world.until.number - day.number > 40 else { return }
        let parted = day.adding(days: chance.number(20...(world.until.number - day.number)))
        let reason = chance.one(of: ["divorce", "séparation", "fin du PACS", "couverture par son propre employeur"])
        let removal = Removal(beneficiary: partner.id, effectiveOn: parted, reason: reason)
        tell(.removal(removal), on: parted.adding(days: lag(0...40)), by: .member, after: partner.told)
    }
}
