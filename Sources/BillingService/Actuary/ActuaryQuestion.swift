public import CivilTime

/// A question of the actuary about all contracts.
public struct ActuaryQuestion: Hashable, Sendable {
    /// Which figures.
    public enum Figures: String, CaseIterable, Sendable {
        /// What was called, by month of origin and month of call.
        case runOff = "run-off"
        /// How late facts are recorded.
        case factDelays = "fact-delays"
        /// What is owed on accounts, by how long ago it was called.
        case arrears

        /// The name of a file with these figures.
        public var fileName: String {
            switch self {
            case .runOff: "appels-par-mois-d-origine.csv"
            case .factDelays: "retards-des-faits.csv"
            case .arrears: "sommes-dues-par-anciennete.csv"
            }
        }
    }

    /// Which figures.
    public let figures: Figures
    /// Only what is of the scheme with this name; `nil` for all schemes. Delays are of all schemes.
    public let scheme: String?
    /// As known at an instant; `nil` for now.
    public let knownAt: Instant?

    /// A question.
    public init(_ figures: Figures, scheme: String? = nil, knownAt: Instant? = nil) {
        self.figures = figures
        self.scheme = scheme
        self.knownAt = knownAt
    }
}
