/// A rate limit: at most `burst` calls at once, and `perSecond` calls a second in the long run.
public struct CallRate: Sendable, Hashable {
    let burst: Double
    let perSecond: Double

    /// A rate; both numbers are positive.
    public init(burst: Double, perSecond: Double) {
        precondition(burst >= 1 && perSecond > 0)
        (self.burst, self.perSecond) = (burst, perSecond)
    }

    /// No limit.
    public static let unlimited = CallRate(burst: .infinity, perSecond: .infinity)
}
