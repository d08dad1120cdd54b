import CivilTime

/// A kind of fact that always has an effective day.
protocol TakesEffect: Sendable {
    var effectiveOn: Day { get }
}

extension Affiliation: TakesEffect {}
extension ContinuationEnd: TakesEffect {}

extension ContinuationRequest: TakesEffect {
    var effectiveOn: Day { suspensionFrom }
}

extension Proof: TakesEffect {
    var effectiveOn: Day { month.firstDay }
}

extension Recorded: DayFact where Kind: TakesEffect {
    var effectiveOn: Day { fact.effectiveOn }
    var event: Int { version }
}
