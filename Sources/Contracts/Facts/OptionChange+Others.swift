public import CivilTime

/// The holder takes another option.
public struct OptionChange: Hashable, Sendable {
    /// The first day under it.
    public var effectiveOn: Day
    /// The option.
    public var option: Option

    /// A change as it was told.
    public init(effectiveOn: Day, option: Option) {
        self.effectiveOn = effectiveOn
        self.option = option
    }
}

/// The employer declares another pay.
public struct PayDeclaration: Hashable, Sendable {
    /// The first day it is paid for.
    public var effectiveOn: Day
    /// Gross monthly pay.
    public var grossMonthlyPay: Money

    /// A declaration as it was told.
    public init(effectiveOn: Day, grossMonthlyPay: Money) {
        self.effectiveOn = effectiveOn
        self.grossMonthlyPay = grossMonthlyPay
    }
}

/// The agent is employed by another employer of the scheme.
public struct EmployerChange: Hashable, Sendable {
    /// The first day there.
    public var effectiveOn: Day
    /// The employer's code.
    public var employer: String

    /// A change as it was told.
    public init(effectiveOn: Day, employer: String) {
        self.effectiveOn = effectiveOn
        self.employer = employer
    }
}

/// The holder accepts or declines remote transmission (G19).
public struct RemoteTransmissionChange: Hashable, Sendable {
    /// The first day of it.
    public var effectiveOn: Day
    /// Whether it is accepted.
    public var remoteTransmission: Bool

    /// A change as it was told.
    public init(effectiveOn: Day, remoteTransmission: Bool) {
        self.effectiveOn = effectiveOn
        self.remoteTransmission = remoteTransmission
    }
}

/// The holder signs a SEPA mandate (G15); the IBAN it names is kept in the vault.
public struct MandateRegistration: Hashable, Sendable {
    /// The first day it can be used.
    public var effectiveOn: Day
    /// Its unique reference.
    public var mandateReference: String
    /// The day it was signed.
    public var signedOn: Day

    /// A mandate as it was told.
    public init(effectiveOn: Day, mandateReference: String, signedOn: Day) {
        self.effectiveOn = effectiveOn
        self.mandateReference = mandateReference
        self.signedOn = signedOn
    }
}

/// The holder revokes a mandate. One with another reference stays in force.
public struct MandateRevocation: Hashable, Sendable {
    /// The first day without it.
    public var effectiveOn: Day
    /// The mandate's reference.
    public var mandateReference: String

    /// A revocation as it was told.
    public init(effectiveOn: Day, mandateReference: String) {
        self.effectiveOn = effectiveOn
        self.mandateReference = mandateReference
    }
}

/// An event was a mistake: it counts no more from when this is known.
public struct Rescission: Hashable, Sendable {
    /// The version of the event to annul.
    public var version: Int
    /// Why, in the clerk's words.
    public var reason: String

    /// A rescission as it was told.
    public init(version: Int, reason: String) {
        self.version = version
        self.reason = reason
    }
}
