import CivilTime
import Contracts
import JSON

extension JSON {
    /// The changes, before and after, with the amounts to settle.
    ///
    /// - Parameter month: the last month to settle now.
    static func changes(_ changes: Changes, settledThrough month: Month) -> JSON {
        [
            "cover": .array(changes.cover.map(coverChange)), "cotisation": .array(changes.cotisation.map(cotisationChange)),
            "options": .array(changes.options.map(optionChange)), "employers": .array(changes.employers.map(employerChange)),
            "rights": .array(changes.rights.map(rightChange)),
            "deadlines": .array(changes.deadlines.map(deadlineChange)), "settledThrough": JSON(month),
            "settlements": .array(changes.settlements(through: month).map(settlement)),
        ]
    }

    private static func coverChange(_ change: CoverChange) -> JSON {
        [
            "person": person(change.beneficiary), "from": JSON(change.period.from), "through": JSON(change.period.through),
            "before": cover(change.before, through: change.lastDayBefore), "after": cover(change.after, through: change.lastDayAfter),
        ]
    }

    private static func cotisationChange(_ change: CotisationChange) -> JSON {
        [
            "from": JSON(change.from), "through": JSON(change.through), "before": .flows(change.before), "after": .flows(change.after),
        ]
    }

    private static func optionChange(_ change: HeldOptionChange) -> JSON {
        [
            "from": JSON(change.period.from), "through": JSON(change.period.through), "before": JSON(change.before),
            "after": JSON(change.after),
        ]
    }

    private static func employerChange(_ change: OwingEmployerChange) -> JSON {
        [
            "from": JSON(change.period.from), "through": JSON(change.period.through), "before": .string(change.before),
            "after": .string(change.after),
        ]
    }

    private static func rightChange(_ change: RightChange) -> JSON {
        let (right, beneficiary): (String, BeneficiaryID?) =
            switch change.right {
            case .continuation: ("continuation", nil)
            case .portability: ("portability", nil)
            case .beneficiary(let id): ("beneficiary", id)
            }
        return [
            "right": .string(right), "person": person(beneficiary), "from": JSON(change.period.from),
            "through": JSON(change.period.through),
            "change": change.came ? "came" : "went",
        ]
    }

    private static func deadlineChange(_ change: DeadlineChange) -> JSON {
        func waiting(_ waiting: DeadlineChange.Waiting?) -> JSON {
            waiting.map { ["kind": JSON($0.work), "dueOn": JSON($0.dueOn)] } ?? .null
        }
        return ["person": person(change.beneficiary), "before": waiting(change.before), "after": waiting(change.after)]
    }

    private static func settlement(_ settlement: Settlement) -> JSON {
        func run(_ run: Settlement.Run) -> JSON {
            [
                "from": JSON(run.from), "through": JSON(run.through), "beforeCents": JSON(run.before.cents),
                "afterCents": JSON(run.after.cents),
            ]
        }
        return [
            "flow": JSON(settlement.flow), "dueCents": JSON(settlement.due.cents), "past": .array(settlement.past.map(run)),
            "dueAheadCents": settlement.dueAhead.map { JSON($0.cents) } ?? .null, "ahead": .array(settlement.ahead.map(run)),
        ]
    }

    private static func cover(_ cover: Cover, through last: Day?) -> JSON {
        ["state": JSON(cover.state), "basis": JSON(cover.basis), "lastDay": JSON(last)]
    }

    /// The holder, or a beneficiary.
    private static func person(_ beneficiary: BeneficiaryID?) -> JSON { .string(beneficiary?.description ?? "holder") }
}
