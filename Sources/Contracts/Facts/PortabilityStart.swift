public import CivilTime

/// An agent who draws unemployment benefits keeps the guarantees for free (G6–G9; CSS L.911-8).
public struct PortabilityStart: Hashable, Sendable {
    /// The employer's bulletin, which dates the start.
    public var bulletin: Bulletin?
    /// The notification that benefits were granted.
    public var notification: Notification?
    /// Whether the agent has retired.
    public var retired: Bool

    /// A start as the caller states it. Each missing paper is refused by its own rule.
    public init(bulletin: Bulletin?, notification: Notification?, retired: Bool) {
        self.bulletin = bulletin
        self.notification = notification
        self.retired = retired
    }

    /// The first day without employment; `nil` without the bulletin.
    public var effectiveOn: Day? { bulletin?.lastDay.next }

    /// The employer's certificate.
    public struct Bulletin: Hashable, Sendable {
        /// The last day of employment.
        public var lastDay: Day
        /// Contracts or periods of activity, in any order; both ends of each are included.
        public var activityPeriods: [ActivityPeriod]

        /// A bulletin.
        public init(lastDay: Day, activityPeriods: [ActivityPeriod]) {
            self.lastDay = lastDay
            self.activityPeriods = activityPeriods
        }
    }

    /// A contract or period of activity, both ends included.
    public struct ActivityPeriod: Hashable, Sendable {
        /// Its first day.
        public var from: Day
        /// Its last day.
        public var through: Day

        /// A period of activity.
        public init(from: Day, through: Day) {
            self.from = from
            self.through = through
        }
    }

    /// The notification of benefits by France Travail.
    public struct Notification: Hashable, Sendable {
        /// The first day of benefits.
        public var opensOn: Day
        /// The last day of benefits, if stated: it shortens the window.
        public var benefitThrough: Day?

        /// A notification.
        public init(opensOn: Day, benefitThrough: Day? = nil) {
            self.opensOn = opensOn
            self.benefitThrough = benefitThrough
        }
    }
}
