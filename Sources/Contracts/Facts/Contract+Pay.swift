public import CivilTime

extension Contract {
    /// Gross monthly pay on a day: that of the last affiliation or declaration; `nil` before the first.
    public func grossMonthlyPay(on day: Day) -> Money? {
        var glance = Glance(day)
        return facts.pay.on(&glance)?.value
    }
}
