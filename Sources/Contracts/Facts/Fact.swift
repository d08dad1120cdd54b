/// Something that happened to a contract. A command asks to record a fact; an event is a recorded fact.
///
/// It says nothing of who somebody is: names and bank details are kept apart, in the vault.
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
