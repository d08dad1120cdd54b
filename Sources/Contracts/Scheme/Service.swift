/// A service that comes with cover (G17–G19).
public struct Service: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its source in the guide.
    public let source: String
    /// Its conditions by name, in the order of the scheme file.
    public let conditions: [Condition]

    /// A condition: a number whose unit is in the name, or a flag.
    public struct Condition: Hashable, Sendable {
        /// The limited quantity, such as `requestWithinDays`.
        public let name: String
        /// The limit.
        public let value: Value

        /// A number or a flag.
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
