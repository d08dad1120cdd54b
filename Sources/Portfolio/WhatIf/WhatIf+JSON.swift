import CivilTime
import Contracts
public import JSON

extension WhatIf {
    /// The answer of the interface.
    public var json: JSON {
        let total = total
        var object: JSON.Object = [
            "scheme": .string(scheme), "month": .string(month.description), "knownAt": .string(knownAt.description),
            "position": .integer(position),
        ]
        object.append(total.fields)
        object.append("groups", .array(groups.map(\.json)))
        object.append("spread", ["agents": agents.json, "employers": employers.json])
        return .object(object)
    }
}

extension WhatIf.Group {
    fileprivate var json: JSON {
        var object: JSON.Object = [
            "employer": JSON(key.employer), "standing": .string(key.standing.rawValue), "basis": JSON(key.basis?.rawValue),
        ]
        object.append(sums.fields)
        return .object(object)
    }
}

extension WhatIfSums {
    fileprivate var fields: JSON.Object {
        [
            "contracts": JSON(contracts), "agents": agents.json, "employers": employers.json, "inForce": .flows(inForce),
            "whatIf": .flows(whatIf), "difference": .flows(difference),
        ]
    }
}

extension WhatIfSums.Payers {
    fileprivate var json: JSON { ["more": JSON(more), "less": JSON(less), "same": JSON(same)] }
}

extension DifferenceSpread {
    fileprivate var json: JSON {
        .array(
            zip(Self.classes, counts).map { part, count in
                ["fromCents": JSON(part.from?.cents), "throughCents": JSON(part.through?.cents), "contracts": JSON(count)]
            })
    }
}

extension JSON {
    fileprivate static func flows(_ flows: Flows) -> JSON {
        [
            "employerToInsurerCents": JSON(flows.employerToInsurer.cents), "agentToInsurerCents": JSON(flows.agentToInsurer.cents),
            "employerToAgentCents": JSON(flows.employerToAgent.cents),
        ]
    }
}
