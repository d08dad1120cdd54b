import CivilTime
public import Contracts

/// The parameters of money that a run goes by. Each has the name that it has in ``MoneyParameters``, and the value in force on the run's day, as
/// known then.
@dynamicMemberLookup public struct MoneyTerms: Sendable {
    private let parameters: MoneyParameters
    private let day: Day
    private let instant: Instant

    init(_ parameters: MoneyParameters, on day: Day, knownAt instant: Instant) {
        self.parameters = parameters
        self.day = day
        self.instant = instant
    }

    /// The value of a parameter.
    public subscript<Value>(dynamicMember parameter: KeyPath<MoneyParameters, Parameter<Value>>) -> Value {
        parameters[keyPath: parameter].row(on: day, knownAt: instant).value
    }

    /// The value of a parameter that a scheme may lack; `nil` when it does.
    public subscript<Value>(dynamicMember parameter: KeyPath<MoneyParameters, Parameter<Value>?>) -> Value? {
        parameters[keyPath: parameter]?.row(on: day, knownAt: instant).value
    }
}
