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
            (try fields.required("bornOn", .day), source == .command ? try fields.optional("identity", .identity) : nil)
        }
    }
}

extension JSON.Shape where Value == BeneficiaryStatus {
    static var status: Self {
        .object { fields throws(MalformedField) in
            BeneficiaryStatus(
                kind: try fields.required("kind", .oneOf()), from: try fields.required("from", .day),
                through: try fields.optional("through", .day), cdaph: try fields.optional("cdaph", .bool),
                evidence: try fields.optional("evidence", .oneOf()))
        }
    }
}

extension JSON.Shape where Value == Suspension.StatedCause {
    /// A cause of its own, or one of the closed list, which a rule refuses rather than the form.
    static var statedCause: Self {
        .text((Suspension.Cause.allCases.map(\.rawValue) + TemporaryCessation.Cause.allCases.map(\.rawValue)).joined(separator: " | ")) {
            text in
            Suspension.Cause(rawValue: text).map { .own($0) } ?? TemporaryCessation.Cause(rawValue: text).map { .closedList($0) }
        }
    }
}

extension JSON {
    /// The most periods of activity that a command may tell.
    public static let activityPeriodsLimit = 100
}

extension JSON.Shape where Value == PortabilityStart.Bulletin {
    static func bulletin(in source: Told.Source) -> Self {
        .object { fields throws(MalformedField) in
            PortabilityStart.Bulletin(
                lastDay: try fields.required("lastDay", .day),
                activityPeriods: try fields.required(
                    "activityPeriods", .array(of: .activityPeriod, atMost: source == .command ? JSON.activityPeriodsLimit : .max)))
        }
    }
}

extension JSON.Shape where Value == PortabilityStart.ActivityPeriod {
    static var activityPeriod: Self {
        .object { fields throws(MalformedField) in
            PortabilityStart.ActivityPeriod(from: try fields.required("from", .day), through: try fields.required("through", .day))
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

extension JSON.Shape where Value == JSON {
    /// What the vault keeps of a person: texts by name, whatever the names; `familyName`, `givenNames`, `nir`, `email`, `phone` and
    /// `address` are those that pages show.
    public static var identity: Self {
        JSON.Shape { json throws(MalformedField) in
            guard case .object(let object) = json else { throw MalformedField(.wrongType(expected: .object)) }
            for member in object.members {
                do throws(MalformedField) { _ = try member.value.read(.text(0...500)) } catch { throw error.under(member.key) }
            }
            return json
        }
    }
}

extension JSON.Shape where Value == String {
    /// An IBAN by its form: two letters, two digits, eleven to thirty letters and digits; spaces are dropped.
    static var iban: Self {
        .text("IBAN") { text in
            let iban = text.filter { $0 != " " }.uppercased().utf8
            let isLetter = { (byte: UInt8) in (65...90).contains(byte) }
            let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
            guard (15...34).contains(iban.count), iban.prefix(2).allSatisfy(isLetter), iban.dropFirst(2).prefix(2).allSatisfy(isDigit),
                iban.dropFirst(4).allSatisfy({ isLetter($0) || isDigit($0) })
            else { return nil }
            return String(iban)
        }
    }
}
