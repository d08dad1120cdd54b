import ArgumentParser
import CivilTime
import Contracts
import MadeUp

extension Demo {
    /// The made-up world of these options and schemes.
    func world(_ settings: Settings) throws -> World {
        let schemes = try SchemeFiles.schemes(settings)
        guard let scheme = schemes.names.first, let until = Day(until) else { throw ValidationError("There is no scheme to live under.") }
        do { return try World(seed: seed, until: until, scheme: scheme, schemes: schemes) } catch {
            throw ValidationError("--until \(until) leaves less than a month under the scheme \(scheme).")
        }
    }
}
