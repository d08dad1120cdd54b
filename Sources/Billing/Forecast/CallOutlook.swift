/// When facts that are not recorded yet will be called under a scheme.
public enum CallOutlook: Hashable, Sendable {
    /// No run in force has called anything yet under the scheme with this name.
    case beforeFirstRun(scheme: String)
    /// A run of the scheme with this name is being made: what it calls is not known yet.
    case duringRun(scheme: String)
    /// The next regular run.
    case nextRun(CallForecast)

    /// The name of the scheme.
    public var scheme: String {
        switch self {
        case .beforeFirstRun(let scheme), .duringRun(let scheme): scheme
        case .nextRun(let forecast): forecast.scheme
        }
    }
}
