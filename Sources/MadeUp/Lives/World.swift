public import CivilTime
public import Contracts

/// The common world of all made-up lives of a seed: the scheme, the employers and the office calendar.
public struct World: Sendable {
    /// Why a world cannot be made.
    public enum Impossible: Error, Hashable, Sendable {
        /// The given schemes contain no scheme of this name.
        case schemeUnknown(String)
        /// The last day of recording is less than a month after the scheme's first day.
        case tooShort(scheme: String, effectiveFrom: Day)
    }

    /// The seed of all random numbers.
    public let seed: UInt64
    /// The last day on which anything is recorded.
    public let until: Day

    let scheme: Scheme
    let schemes: Schemes
    let calendar: OfficeCalendar
    let employers: Employers

    /// The world of a seed.
    ///
    /// - Parameters:
    ///   - until: the last day on which anything is recorded.
    ///   - scheme: the name of everybody's scheme.
    public init(seed: UInt64, until: Day, scheme name: String, schemes: Schemes) throws(Impossible) {
        guard let scheme = schemes[name] else { throw .schemeUnknown(name) }
        guard until >= scheme.effectiveFrom.adding(months: 1) else {
            throw .tooShort(scheme: name, effectiveFrom: scheme.effectiveFrom)
        }
        self.seed = seed
        self.until = until
        self.scheme = scheme
        self.schemes = schemes
        calendar = OfficeCalendar(from: scheme.effectiveFrom.adding(days: -18), through: until)
        employers = Employers(seed: seed)
    }

    /// The instants of all sittings, in order.
    public var instants: [Instant] { calendar.sittings }

    /// The life of the contract with this number. It does not depend on the number of contracts.
    public func life(_ number: Int) -> Life {
        var biography = Biography(number, in: self)
        biography.live()
        return Life(biography)
    }
}
