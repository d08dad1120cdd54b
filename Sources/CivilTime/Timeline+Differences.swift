extension Timeline {
    /// A run of days on which two timelines differ, each with a single value.
    public struct Difference<Seen: Equatable & Sendable>: Equatable, Sendable {
        /// The days.
        public let period: Period
        /// The compared value of the other timeline.
        public let before: Seen
        /// The compared value of this timeline.
        public let after: Seen

        @usableFromInline init(period: Period, before: Seen, after: Seen) {
            self.period = period
            self.before = before
            self.after = after
        }
    }

    /// The days of the calendar on which this timeline differs from another one, in order.
    ///
    /// The cost grows with the number of changes since `day`, not with the number of days.
    ///
    /// - Parameters:
    ///   - other: the timeline to compare with.
    ///   - day: the first day on which the two may differ. They must be equal on all earlier days.
    ///   - seenBefore: returns the value to compare from a value of `other`.
    ///   - seenAfter: returns the value to compare from a value of this timeline.
    @inlinable public func differences<Seen>(
        from other: Timeline, since day: Day = .distantPast, seenBefore: (Value) -> Seen, seenAfter: (Value) -> Seen
    ) -> [Difference<Seen>] {
        var found: [Difference<Seen>] = []
        var (place, otherPlace) = (count(until: day), other.count(until: day))
        var from = day <= .distantPast ? nil : day
        while true {
            let next = place < changes.count ? changes[place].on : nil
            let otherNext = otherPlace < other.changes.count ? other.changes[otherPlace].on : nil
            let until = if let next, let otherNext { min(next, otherNext) } else { next ?? otherNext }
            let (before, after) = (seenBefore(other.value(otherPlace)), seenAfter(value(place)))
            let period = Period(from: from, until: until)
            if before != after, period.isInCalendar {
                if let last = found.last, last.period.until == from, last.before == before, last.after == after {
                    found[found.count - 1] = Difference(
                        period: Period(from: last.period.from, until: until), before: before, after: after)
                } else {
                    found.append(Difference(period: period, before: before, after: after))
                }
            }
            guard let until else { return found }
            if next == until { place += 1 }
            if otherNext == until { otherPlace += 1 }
            from = until
        }
    }

    /// The same, with one function for the values of both timelines.
    @inlinable public func differences<Seen>(
        from other: Timeline, since day: Day = .distantPast, in seen: (Value) -> Seen
    ) -> [Difference<Seen>] {
        differences(from: other, since: day, seenBefore: seen, seenAfter: seen)
    }

    /// The days of the calendar on which this timeline differs from another one, in order.
    @inlinable public func differences(from other: Timeline, since day: Day = .distantPast) -> [Difference<Value>] {
        differences(from: other, since: day) { $0 }
    }
}

extension MonthLine {
    /// A run of months in which two lines differ, each with a single value.
    public struct Difference<Seen: Equatable & Sendable>: Equatable, Sendable {
        /// The first month; `nil` when the run has no beginning.
        public let from: Month?
        /// The last month; `nil` when the run has no end.
        public let through: Month?
        /// The compared value of the other line.
        public let before: Seen
        /// The compared value of this line.
        public let after: Seen

        @usableFromInline init(_ days: Timeline<Value>.Difference<Seen>) {
            from = days.period.from.map(Month.init(of:))
            through = days.period.through.map(Month.init(of:))
            before = days.before
            after = days.after
        }
    }

    /// The months of the calendar in which this line differs from another one, in order.
    ///
    /// - Parameters:
    ///   - other: the line to compare with.
    ///   - month: the first month in which the two may differ; `nil` for any month. They must be equal in all earlier months.
    ///   - seen: returns the value to compare from a value.
    @inlinable public func differences<Seen>(
        from other: MonthLine, since month: Month? = nil, in seen: (Value) -> Seen
    ) -> [Difference<Seen>] {
        days.differences(from: other.days, since: month?.firstDay ?? .distantPast, in: seen).map { Difference<Seen>($0) }
    }
}
