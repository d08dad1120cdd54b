import CivilTime
import Contracts
import JSON

extension Contract {
    /// The commands allowed on a day; for forbidden ones, the rule that forbids them.
    ///
    /// - Parameter limits: the contract's size limits.
    func commandsAnswer(of id: ContractID, on day: Day, within limits: ContractLimits) -> JSON {
        let permissions = permissions(on: day, within: limits)
        let correction = refusalOfCorrection(given: permissions)
        let isHolderErased = hasErased(Person.holder)
        var commands = permissions.map { permission -> JSON in
            // A mandate contains the holder's account, but the vault keeps nothing about erased people.
            if isHolderErased, permission.kind == .mandateRegistration, permission.verdict == .allowed {
                return .forbiddenByErasure(.registerMandate)
            }
            return .permission(permission)
        }
        commands.append(.command(.correct, correction.map { Permission.Verdict.forbidden($0) } ?? .allowed))
        return head(of: id, [("on", JSON(day))], [("commands", .array(commands))])
    }
}

extension JSON {
    fileprivate static func permission(_ permission: Permission) -> JSON {
        var choices: [JSON] = []
        if case .depends = permission.verdict { choices = permission.trials.map { .fields($0.choice.body, outcome($0.outcome)) } }
        return command(permission.trials.first?.fact.commandName, permission.verdict, choices)
    }

    /// The answer for a command that would give data about an erased person.
    fileprivate static func forbiddenByErasure(_ name: CommandName) -> JSON {
        .fields([
            ("command", JSON(name)), ("verdict", .string("forbidden")), ("rule", .string("person.erased")),
            ("source", .string("RGPD, art. 17")),
        ])
    }

    /// - Parameter choices: the results for sample bodies, when the answer depends on the body.
    fileprivate static func command(_ name: CommandName?, _ verdict: Permission.Verdict, _ choices: [JSON] = []) -> JSON {
        let (answer, field, refusal): (String, BodyField?, Refusal?) =
            switch verdict {
            case .allowed: ("allowed", nil, nil)
            case .depends(let field): ("depends", field, nil)
            case .forbidden(let refusal): ("forbidden", nil, refusal)
            }
        return .fields(
            [
                ("command", JSON(name)), ("verdict", .string(answer)), ("dependsOn", field.map { .string("/\($0.rawValue)") }),
                ("choices", choices.isEmpty ? nil : .array(choices)),
            ],
            refusal.map(JSON.refusal) ?? [])
    }

    private static func outcome(_ outcome: Permission.Outcome) -> [(String, JSON?)] {
        switch outcome {
        case .accepted: [("outcome", .string("accepted"))]
        case .known: [("outcome", .string("known"))]
        case .refused(let refusal): [("outcome", .string("refused"))] + JSON.refusal(refusal)
        }
    }

    private static func refusal(_ refusal: Refusal) -> [(String, JSON?)] {
        [
            ("rule", .string(refusal.rule.id)), ("source", .string(refusal.rule.source)),
            ("conflictsWith", refusal.conflictsWith.map { JSON($0) }),
            ("makesUnlawful", refusal.makesUnlawful ? JSON.bool(true) : JSON?.none),
            ("pointer", refusal.field.map { JSON.string("/\($0.rawValue)") }),
        ]
    }
}

extension Permission.Choice {
    /// The body fields of this choice.
    fileprivate var body: [(String, JSON?)] {
        switch self {
        case .any: []
        case .scheme(let name): [("scheme", .string(name))]
        case .income(let income): [("income", JSON(income))]
        case .cause(let cause): [("cause", JSON(cause))]
        case .newBeneficiary(let relation): [("relation", JSON(relation))]
        case .beneficiary(let id): [("beneficiary", JSON(id))]
        case .beneficiaryWithStatus(let id):
            [("beneficiary", JSON(id)), ("status", .object(["kind": JSON(BeneficiaryStatus.Kind.disabled)]))]
        case .absence(let from, let requestedOn): [("suspensionFrom", JSON(from)), ("requestedOn", JSON(requestedOn))]
        case .lastDay(let day): [("bulletin", .object(["lastDay": JSON(day)]))]
        case .month(let month): [("month", JSON(month))]
        case .mandate(let reference): [("mandateReference", .string(reference))]
        case .version(let version): [("version", JSON(version))]
        }
    }
}
