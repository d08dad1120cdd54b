public import CivilTime

/// When the debits of a run are collected, and by when debtors are told of them.
public struct CollectionDays: Hashable, Sendable {
    /// The day of collection.
    public let collectionOn: Day
    /// The last day on which debtors may be told.
    public let notifyBy: Day

    /// Days that were found before.
    public init(collectionOn: Day, notifyBy: Day) {
        self.collectionOn = collectionOn
        self.notifyBy = notifyBy
    }

    /// The first day on which TARGET works, on or after both day `collectionDay` of the run's month and the run's day with due notice.
    ///
    /// - Parameters:
    ///   - month: the run's month. In a shorter month its last day counts.
    ///   - asOf: the run's day.
    public init(month: Month, asOf: Day, _ terms: MoneyTerms) {
        let usual = min(month.firstDay.adding(days: terms.collectionDay - 1), month.lastDay)
        collectionOn = TargetCalendar.firstOpenDay(from: max(usual, asOf.adding(days: terms.preNotificationDays)))
        notifyBy = collectionOn.adding(days: -terms.preNotificationDays)
    }
}
