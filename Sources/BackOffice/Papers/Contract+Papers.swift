import CivilTime
import Contracts

extension Contract {
    /// The known facts that no known rescission annuls, by version.
    private var unrescinded: [Fact] {
        let annulled = rescissions
        return events.filter { annulled[$0.version] == nil }.map(\.fact)
    }

    /// The holder's birth date in the last affiliation.
    var holderBornOn: Day? {
        unrescinded.reversed().lazy.compactMap { fact -> Day? in if case .affiliation(let fact) = fact { fact.bornOn } else { nil } }.first
    }

    /// The contract's scheme on a day; before the first affiliation or exemption, the scheme of that one.
    func schemeName(on day: Day) -> String? {
        let named = unrescinded.compactMap { fact in fact.scheme.flatMap { name in fact.effectiveOn.map { (name: name, on: $0) } } }
        return named.filter { $0.on <= day }.max { $0.on < $1.on }?.name ?? named.first?.name
    }

    /// Whether the holder accepts remote transmission on a day; nil when unknown.
    func remoteTransmission(on day: Day) -> Bool? {
        var last: (on: Day, isAccepted: Bool?)?
        for fact in unrescinded {
            let told: (on: Day, isAccepted: Bool?)
            switch fact {
            case .affiliation(let fact): told = (fact.effectiveOn, fact.remoteTransmission)
            case .remoteTransmissionChange(let fact): told = (fact.effectiveOn, fact.remoteTransmission)
            // Other facts do not affect it.
            default: continue
            }
            if told.on <= day, last.map({ told.on >= $0.on }) ?? true { last = told }
        }
        return last?.isAccepted
    }
}
