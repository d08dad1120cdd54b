import CivilTime
import Contracts
import JSON

extension JSON {
    /// A scheme on a day, as known at an instant: each parameter in force with its source, services and guarantees.
    static func scheme(_ scheme: Scheme, on day: Day, knownAt: Instant) -> JSON {
        func row<Value>(_ parameter: Parameter<Value>, _ write: (Value) -> JSON) -> (String, JSON) {
            let row = parameter.row(on: day, knownAt: knownAt)
            return (
                parameter.name,
                [
                    "from": JSON(row.from), "value": write(row.value), "source": .string(row.source), "confirmed": .bool(row.confirmed),
                    "knownFrom": JSON(row.knownFrom),
                ]
            )
        }
        let all = scheme.parameters
        let cents = { (amount: Money) in JSON(amount.cents) }
        let rate = { (rate: Rate) in JSON(rate) }
        let count = { (count: Int) in JSON(count) }
        let parameters: [(String, JSON?)] = [
            row(all.balanceCotisation, cents), row(all.employerRate, rate), row(all.agentFixedRate, rate), row(all.solidarityRate, rate),
            row(all.payCeiling, cents), row(all.optionPrice) { .prices($0) }, row(all.optionEmployerRate, rate),
            row(all.optionEmployerCap, cents), row(all.beneficiaryPrice) { .object($0.fields) }, row(all.freeChildrenFromRank, count),
            row(all.portabilityMaxMonths, count), row(all.portabilityMonthRounding) { JSON($0) }, row(all.continuationDays, count),
            row(all.proofDueMonths, count), row(all.childAgeLimit, count), row(all.childStatusAgeLimit, count),
            row(all.childAgeTest) { JSON($0) }, row(all.partnerMustBeFiscallyDependent) { .bool($0) },
            row(all.exemptionIndividualContractMaxMonths, count), row(all.monthReference) { JSON($0) },
        ]
        return [
            "scheme": .string(scheme.name), "label": .string(scheme.label), "effectiveFrom": JSON(scheme.effectiveFrom), "on": JSON(day),
            "parameters": .fields(parameters), "services": .array(scheme.services.map { .object($0.fields) }),
            "guarantees": .array(scheme.guarantees.map { .object($0.fields) }),
        ]
    }

    private static func prices(_ prices: [Option: PriceByPerson]) -> JSON {
        var object = JSON.Object()
        for option in Option.allCases {
            guard let price = prices[option] else { continue }
            var fields: JSON.Object = ["holder": JSON(price.holder.cents)]
            fields.append(price.beneficiary.fields)
            object.append(option.rawValue, .object(fields))
        }
        return .object(object)
    }
}

extension PriceByBeneficiary {
    fileprivate var fields: JSON.Object {
        ["partner": JSON(partner.cents), "child": JSON(child.cents), "adultChild": JSON(adultChild.cents)]
    }
}

extension Service {
    /// The service's fields, as in the scheme file.
    var fields: JSON.Object {
        var object: JSON.Object = ["service": .string(name), "source": .string(source)]
        for condition in conditions {
            switch condition.value {
            case .number(let number): object.append(condition.name, JSON(number))
            case .flag(let flag): object.append(condition.name, .bool(flag))
            }
        }
        return object
    }
}

extension Guarantee {
    fileprivate var fields: JSON.Object {
        var object: JSON.Object = ["act": .string(act), "socialSecurityPercent": JSON(socialSecurityPercent)]
        for option in Option.allCases { object.append(option.rawValue, JSON(percent[option])) }
        return object
    }
}
