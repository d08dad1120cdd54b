public import CivilTime
public import Contracts

/// What all made-up lives of a seed share: the scheme, the employers, the offices' hours.
public struct World: Sendable {
    /// Why no world can be made.
    public enum Impossible: Error, Hashable, Sendable {
        /// The scheme is not among those given.
        case schemeUnknown(String)
        /// The last day of recording leaves less than a month from the scheme's first day.
        case tooShort(scheme: String, effectiveFrom: Day)
    }

    /// What everything is drawn from.
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
    ///   - scheme: the name of the scheme that everybody is under.
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

    /// The instants at which anything may be recorded, in order of time.
    public var instants: [Instant] { calendar.sittings }

    /// The life of the contract with this number: always the same, however many others there are.
    public func life(_ number: Int) -> Life {
        var biography = Biography(number, in: self)
        biography.live()
        return Life(biography)
    }
}
