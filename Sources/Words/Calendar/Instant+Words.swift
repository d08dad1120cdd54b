public import CivilTime

extension Instant {
    /// `10 mai 2027 à 10 h 30`, `10 May 2027 at 10:30`: the time in Paris.
    public func written(in language: Language) -> String {
        let (day, hour, minute) = parisTime
        switch language {
        case .french:
            let space = Typography.noBreakSpace
            return "\(day.written(in: language)) à \(hour)\(space)h\(space)\(digits(minute, 2))"
        case .english: return "\(day.written(in: language)) at \(digits(hour, 2)):\(digits(minute, 2))"
        }
    }
}
