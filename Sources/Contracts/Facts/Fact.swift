public import CivilTime

/// What happened to a contract, as it was told: a command asks to record one, an event says that one was recorded.
///
/// Personal data is no part of it: names and bank details are kept apart, in the vault.
public enum Fact: Hashable, Sendable {
    case affiliation(Affiliation)
    case exemption(Exemption)
    case suspension(Suspension)
    case temporaryCessation(TemporaryCessation)
    case resumption(Resumption)
    case employmentEnd(EmploymentEnd)
    case portabilityStart(PortabilityStart)
    case portabilityEnd(PortabilityEnd)

    case enrolment(Enrolment)
    case statusRecord(StatusRecord)
    case removal(Removal)
    case continuationRequest(ContinuationRequest)
    case continuationEnd(ContinuationEnd)
    case proof(Proof)
    case optionChange(OptionChange)
    case payDeclaration(PayDeclaration)
    case employerChange(EmployerChange)
    case remoteTransmissionChange(RemoteTransmissionChange)
    case mandateRegistration(MandateRegistration)
    case mandateRevocation(MandateRevocation)

    case rescission(Rescission)
    case erasure(Erasure)
}

/// A fact in the log: what was told, and when the log learnt it.
public struct RecordedFact: Hashable, Sendable {
    /// The place among the contract's events, from 1.
    public let version: Int
    /// When the log learnt it.
    public internal(set) var recordedAt: Instant
    /// What was told.
    public let fact: Fact

    /// A fact in its place.
    public init(version: Int, recordedAt: Instant, fact: Fact) {
        self.version = version
        self.recordedAt = recordedAt
        self.fact = fact
    }
}

/// A fact of one kind, with the version of the event that told it.
struct Told<Kind: Sendable>: Sendable {
    let version: Int
    let fact: Kind
}
