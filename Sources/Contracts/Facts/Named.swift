public import CivilTime

/// The names and identifiers in a fact, besides days.
public struct Named: Sendable {
    /// The name of a scheme.
    public fileprivate(set) var scheme: String?
    /// The code of an employer.
    public fileprivate(set) var employer: String?
    /// A beneficiary; `nil` for the holder.
    public fileprivate(set) var beneficiary: BeneficiaryID?
    /// The birth date of the beneficiary, or else of the holder.
    public fileprivate(set) var bornOn: Day?
    /// The reason in the clerk's own words; `nil` for a reason from a closed list.
    public fileprivate(set) var reason: String?
}

extension Fact {
    /// The names and identifiers in the fact, besides days.
    public var named: Named {
        switch self {
        case .affiliation(let fact): Named(scheme: fact.scheme, employer: fact.employer, bornOn: fact.bornOn)
        case .exemption(let fact): Named(scheme: fact.scheme)
        case .employerChange(let fact): Named(employer: fact.employer)
        case .enrolment(let fact): Named(beneficiary: fact.beneficiary, bornOn: fact.bornOn)
        case .statusRecord(let fact): Named(beneficiary: fact.beneficiary)
        case .removal(let fact): Named(beneficiary: fact.beneficiary, reason: fact.reason)
        case .continuationEnd(let fact): Named(reason: fact.reason)
        case .rescission(let fact): Named(reason: fact.reason)
        case .erasure(let fact): Named(beneficiary: fact.beneficiary, reason: fact.reason)
        case .suspension, .temporaryCessation, .resumption, .employmentEnd, .portabilityStart, .portabilityEnd, .continuationRequest,
            .proof, .optionChange, .payDeclaration, .remoteTransmissionChange, .mandateRegistration, .mandateRevocation:
            Named()
        }
    }

    /// The version of the event that the fact annuls; `nil` unless it is a rescission.
    public var annuls: Int? { if case .rescission(let fact) = self { fact.version } else { nil } }

    /// Whether the fact is a rescission.
    public var isRescission: Bool { annuls != nil }

    /// Whether no rescission can annul the fact: it is a rescission or an erasure.
    public var isFinal: Bool { bearing.isFinal }
}
