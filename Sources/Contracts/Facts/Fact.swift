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

extension Fact {
    /// The day from which the fact is true: the first day without employment for its end, the 1st of a proof's month, the first day
    /// of the absence for a request to continue. A rescission has none, nor has an erasure.
    public var effectiveOn: Day? {
        switch self {
        case .affiliation(let fact): fact.effectiveOn
        case .exemption(let fact): fact.effectiveOn
        case .suspension(let fact): fact.effectiveOn
        case .temporaryCessation(let fact): fact.effectiveOn
        case .resumption(let fact): fact.effectiveOn
        case .employmentEnd(let fact): fact.effectiveOn
        case .portabilityStart(let fact): fact.effectiveOn
        case .portabilityEnd(let fact): fact.effectiveOn
        case .enrolment(let fact): fact.effectiveOn
        case .statusRecord(let fact): fact.status.period.from
        case .removal(let fact): fact.effectiveOn
        case .continuationRequest(let fact): fact.suspensionFrom
        case .continuationEnd(let fact): fact.effectiveOn
        case .proof(let fact): fact.month.firstDay
        case .optionChange(let fact): fact.effectiveOn
        case .payDeclaration(let fact): fact.effectiveOn
        case .employerChange(let fact): fact.effectiveOn
        case .remoteTransmissionChange(let fact): fact.effectiveOn
        case .mandateRegistration(let fact): fact.effectiveOn
        case .mandateRevocation(let fact): fact.effectiveOn
        case .rescission, .erasure: nil
        }
    }

    /// The scheme that the fact names.
    public var scheme: String? {
        switch self {
        case .affiliation(let fact): fact.scheme
        case .exemption(let fact): fact.scheme
        default: nil
        }
    }

    /// Whether the fact may be the first of a contract.
    public var mayOpenContract: Bool { scheme != nil }
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

extension RecordedFact {
    /// The version that the fact annuls, if it is a rescission.
    var rescinded: Int? {
        if case .rescission(let rescission) = fact { rescission.version } else { nil }
    }
}

/// A fact of one kind, with the version of the event that told it.
struct Told<Kind: Sendable>: Sendable {
    let version: Int
    let fact: Kind
}
