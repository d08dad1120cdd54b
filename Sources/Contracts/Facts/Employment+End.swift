public import CivilTime

/// Employment ends.
public struct EmploymentEnd: Hashable, Sendable {
    /// How.
    public enum Reason: String, CaseIterable, Sendable {
        case endOfContract, dismissal, mutualTermination, resignation, retirement, death, secondment, transfer
    }

    /// The last day of employment.
    public var lastDay: Day
    /// How it ended.
    public var reason: Reason

    /// An end of employment as it was told.
    public init(lastDay: Day, reason: Reason) {
        self.lastDay = lastDay
        self.reason = reason
    }

    /// The first day without employment.
    public var effectiveOn: Day { lastDay.next }
}

/// The guarantees are kept for free by an agent who draws unemployment benefits (G6–G9; CSS L.911-8).
public struct PortabilityStart: Hashable, Sendable {
    /// The employer's bulletin: it dates the start.
    public var bulletin: Bulletin?
    /// The notification that benefits were granted.
    public var notification: Notification?
    /// Whether the agent has retired.
    public var retired: Bool

    /// A start as it was told; what is missing is refused by its own rule.
    public init(bulletin: Bulletin?, notification: Notification?, retired: Bool) {
        self.bulletin = bulletin
        self.notification = notification
        self.retired = retired
    }

    /// The first day without employment; `nil` without the bulletin.
    public var effectiveOn: Day? { bulletin?.lastDay.next }

    /// What the employer certifies.
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

    /// What France Travail grants.
    public struct Notification: Hashable, Sendable {
        /// The first day of benefits.
        public var opensOn: Day
        /// The last day of benefits, where one is stated: it shortens the window.
        public var benefitThrough: Day?

        /// A notification.
        public init(opensOn: Day, benefitThrough: Day? = nil) {
            self.opensOn = opensOn
            self.benefitThrough = benefitThrough
        }
    }
}

/// The portability ends before its window does.
public struct PortabilityEnd: Hashable, Sendable {
    /// Why.
    public enum Reason: String, CaseIterable, Sendable {
        case newEmployment, benefitsEnded, retirement, death, request
    }

    /// The first day out.
    public var effectiveOn: Day
    /// Why.
    public var reason: Reason

    /// An end of portability as it was told.
    public init(effectiveOn: Day, reason: Reason) {
        self.effectiveOn = effectiveOn
        self.reason = reason
    }
}

/// France Travail attests a month (G9).
public struct Proof: Hashable, Sendable {
    /// The month attested.
    public var month: Month
    /// The first day of the month without compensation; `nil` when the whole month was compensated.
    public var lostOn: Day?

    /// An attestation: of a compensated month, or of the day on which compensation was lost.
    public init(month: Month, lostOn: Day? = nil) {
        self.month = month
        self.lostOn = lostOn
    }
}
