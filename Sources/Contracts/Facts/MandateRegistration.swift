public import CivilTime

/// The holder signs a SEPA mandate (G15); its IBAN is kept in the vault.
public struct MandateRegistration: Hashable, Sendable {
    /// The first day it can be used.
    public var effectiveOn: Day
    /// Its unique reference.
    public var mandateReference: String
    /// The day it was signed.
    public var signedOn: Day

    /// A mandate as the caller states it.
    public init(effectiveOn: Day, mandateReference: String, signedOn: Day) {
        self.effectiveOn = effectiveOn
        self.mandateReference = mandateReference
        self.signedOn = signedOn
    }
}
