/// A service that comes with cover (G17–G19).
public struct Service: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Where the guide tells of it.
    public let source: String
    /// Its conditions by name, in the order of the scheme file.
    public let conditions: [Condition]

    /// A condition: a number with its unit in the name, or a yes or no.
    public struct Condition: Hashable, Sendable {
        /// What it bounds, such as `requestWithinDays`.
        public let name: String
        /// The bound.
        public let value: Value

        /// A number, or a yes or no.
        public enum Value: Hashable, Sendable {
            case number(Int)
            case flag(Bool)
        }

        /// A condition.
        public init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// A service.
    public init(name: String, source: String, conditions: [Condition]) {
        self.name = name
        self.source = source
        self.conditions = conditions
    }
}
