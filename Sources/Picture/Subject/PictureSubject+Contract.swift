import CivilTime
public import Contracts

extension PictureSubject {
    /// The subject of a contract.
    ///
    /// - Parameters:
    ///   - contract: as known at the instant of the picture. It may have no facts.
    ///   - present: the same contract with all facts, including those recorded later.
    ///   - isPresent: whether that instant is the present.
    ///   - words: the texts above a person's lane and above their column; the holder's relation is nil.
    public init(
        of contract: Contract, present: Contract, isPresent: Bool,
        words: (_ person: PersonKey, _ relation: Relation?) -> (title: String, name: String)
    ) {
        let lines = contract.lines
        let holder = contract.judged(lines.holder).map(\.cover)
        let (title, name) = words(.holder, nil)
        var persons = [Person(.holder, title: title, name: name, cover: holder)]
        for (beneficiary, cover) in zip(lines.beneficiaries, lines.covers) {
            let (title, name) = words(.beneficiary(beneficiary.id), beneficiary.relation)
            persons.append(Person(.beneficiary(beneficiary.id), title: title, name: name, cover: contract.judged(cover)))
        }
        let rescinded = Set(contract.events.compactMap(\.fact.annuls))
        self.init(
            standing: contract.standings.zip(holder) { ShownStanding($0, cover: $1) }, persons: persons,
            payments: contract.version == 0 ? Timeline(.zero) : contract.payments(lines),
            facts: present.events.map { fact in
                ShownFact(
                    version: fact.version, effectiveOn: fact.fact.effectiveOn, recordedAt: fact.recordedAt,
                    inTimeThrough: present.inTimeThrough(fact.fact),
                    isRescinded: rescinded.contains(fact.version))
            }, knownVersion: contract.version, knownOn: contract.asOf, isPresent: isPresent)
    }
}

extension Contract {
    /// The payments of each day's month.
    fileprivate func payments(_ lines: Lines) -> Timeline<Flows> {
        let runs = cotisations(lines)
        let changes = runs.dropFirst().compactMap { run in run.from.map { Timeline.Change(on: $0.firstDay, value: run.due) } }
        return Timeline(initial: runs.first?.due ?? .zero, changes: changes) ?? Timeline(.zero)
    }
}
