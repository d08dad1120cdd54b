import FoundationEssentials
import RandomTesting

/// Draws what a test kills and when, from a seed that is printed.
///
/// `MAINTIEN_KILLS` is the number of kills of each test, in place of the few of the suite. `MAINTIEN_SEED` is the seed.
struct KillPlan {
    /// How many kills are left.
    private(set) var left: Int
    /// For the test's other draws.
    var random: SplitMix
    private var victims: [KilledService.Victim] = []

    /// - Parameters:
    ///   - kills: the number of kills in the suite.
    ///   - test: the name that is printed with the seed.
    init(kills: Int, for test: String) {
        let environment = ProcessInfo.processInfo.environment
        left = environment["MAINTIEN_KILLS"].flatMap { Int($0) } ?? kills
        let seed = environment["MAINTIEN_SEED"].flatMap { UInt64($0) } ?? .random(in: 0 ... .max)
        random = SplitMix(state: seed)
        print("\(test): MAINTIEN_KILLS=\(left) MAINTIEN_SEED=\(seed)")
    }

    /// Does some work that nothing kills.
    ///
    /// - Returns: the result of `work`, and how long it takes: for ``next(within:)``.
    static func timed<Value>(_ work: () async throws -> Value) async rethrows -> (value: Value, usual: Duration) {
        let begin = ContinuousClock.now
        let value = try await work()
        return (value, ContinuousClock.now - begin)
    }

    /// The next kill: each victim comes equally often. Some moments are too late.
    ///
    /// - Parameter usual: how long the same work took before without a kill.
    mutating func next(within usual: Duration) -> (victim: KilledService.Victim, after: Duration) {
        left -= 1
        if victims.isEmpty { victims = KilledService.Victim.allCases.shuffled(using: &random) }
        return (victims.removeLast(), usual * Double.random(in: 0...1.25, using: &random))
    }
}
