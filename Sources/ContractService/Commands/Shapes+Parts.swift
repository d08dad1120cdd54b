import CivilTime
import Contracts
public import JSON

extension JSON.Shape where Value == Employment {
    static var employment: Self {
        .object { fields throws(MalformedField) in
            Employment(
                kind: try fields.required("kind", .oneOf()), startedOn: try fields.required("startedOn", .day),
                endsOn: try fields.optional("endsOn", .day))
        }
    }
}

extension JSON.Shape where Value == (bornOn: Day, identity: JSON?) {
    static func holder(in source: Told.Source) -> Self {
        .object { fields throws(MalformedField) in
            (try fields.required("bornOn", .day), source.isCommand ? try fields.optional("identity", .identity) : nil)
        }
    }
}

extension JSON.Shape where Value == BeneficiaryStatus {
    static func status(in source: Told.Source) -> Self {
        .object { fields throws(MalformedField) in
            let kind = try fields.required("kind", .oneOf(BeneficiaryStatus.Kind.self))
            let from = try fields.required("from", .day)
            let through = try fields.optional("through", .day)
            try source.check(from: from, through: through)
            return BeneficiaryStatus(
                kind: kind, from: from, through: through, cdaph: try fields.optional("cdaph", .bool),
                evidence: try fields.optional("evidence", .oneOf()))
        }
    }
}

extension JSON.Shape where Value == Suspension.StatedCause {
    /// A suspension's own cause, or one of the closed list. A rule refuses the latter; it is not malformed.
    static var statedCause: Self {
        .text((Suspension.Cause.allCases.map(\.rawValue) + TemporaryCessation.Cause.allCases.map(\.rawValue)).joined(separator: " | ")) {
            text in
            Suspension.Cause(rawValue: text).map { .own($0) } ?? TemporaryCessation.Cause(rawValue: text).map { .closedList($0) }
        }
    }
}

extension JSON {
    /// The maximum number of activity periods in a command.
    public static let activityPeriodsLimit = 100
}

extension JSON.Shape where Value == PortabilityStart.Bulletin {
    static func bulletin(in source: Told.Source) -> Self {
        .object { fields throws(MalformedField) in
            let lastDay = try fields.required("lastDay", .day)
            let periods = try fields.required(
                "activityPeriods", .array(of: .activityPeriod(in: source), atMost: source.isCommand ? JSON.activityPeriodsLimit : .max))
            if source.isCommand, periods.isEmpty {
                throw MalformedField(.badValue(expected: "[{from, through}, …]")).under("activityPeriods")
            }
            return PortabilityStart.Bulletin(lastDay: lastDay, activityPeriods: periods)
        }
    }
}

extension JSON.Shape where Value == PortabilityStart.ActivityPeriod {
    static func activityPeriod(in source: Told.Source) -> Self {
        .object { fields throws(MalformedField) in
            let from = try fields.required("from", .day)
            let through = try fields.required("through", .day)
            try source.check(from: from, through: through)
            return PortabilityStart.ActivityPeriod(from: from, through: through)
        }
    }
}

extension JSON.Shape where Value == PortabilityStart.Notification {
    static var notification: Self {
        .object { fields throws(MalformedField) in
            PortabilityStart.Notification(
                opensOn: try fields.required("opensOn", .day), benefitThrough: try fields.optional("benefitThrough", .day))
        }
    }
}
