import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

@Suite struct FactTitleTests {
    private static let child = BeneficiaryID(bits: 2)

    static let rows: [(fact: Fact, french: String, english: String)] = [
        (
            .affiliation(
                Affiliation(
                    scheme: "s", effectiveOn: day("2026-05-01"), employer: "0750001A",
                    employment: Employment(kind: .civilServant, startedOn: day("2019-09-01")), bornOn: day("1985-03-14"), option: .option1,
                    grossMonthlyPay: euros(250_000))),
            "Affiliation : option 1, employeur 0750001A, 2\u{202F}500,00 € bruts par mois",
            "Affiliation: option 1, employer 0750001A, €2,500.00 gross a month"
        ),
        (
            .exemption(
                Exemption(
                    scheme: "s", effectiveOn: day("2026-05-01"), through: day("2027-04-30"), ground: .individualContract,
                    swornStatementOn: day("2026-04-20"))),
            "Dispense d'affiliation : contrat individuel, jusqu'à son terme, jusqu'au 30 avril 2027",
            "Exemption: individual contract, until its term, until 30 April 2027"
        ),
        (
            .suspension(Suspension(effectiveOn: day("2026-09-01"), cause: .own(.personalConvenience), income: .none)),
            "Absence non indemnisée : disponibilité pour convenance personnelle", "Unpaid absence: leave for personal convenience"
        ),
        (
            .temporaryCessation(TemporaryCessation(effectiveOn: day("2026-09-01"), cause: .parentalLeave)),
            "Cessation temporaire d'activité : congé parental", "Temporary cessation: parental leave"
        ),
        (.resumption(Resumption(effectiveOn: day("2027-01-04"))), "Reprise du travail", "Return to work"),
        (
            .employmentEnd(EmploymentEnd(lastDay: day("2027-03-31"), reason: .endOfContract)),
            "Fin de l'emploi : fin de contrat, dernier jour le 31 mars 2027", "End of employment: end of contract, last day 31 March 2027"
        ),
        (.portabilityStart(PortabilityStart(bulletin: nil, notification: nil, retired: false)), "Portabilité", "Portability"),
        (
            .portabilityEnd(PortabilityEnd(effectiveOn: day("2027-10-01"), reason: .newEmployment)),
            "Fin de la portabilité : nouvel emploi",
            "End of portability: new employment"
        ),
        (
            .enrolment(
                Enrolment(
                    beneficiary: child, relation: .child, bornOn: day("2006-09-18"), fiscallyDependent: true, effectiveOn: day("2026-05-01")
                )),
            "Nouveau bénéficiaire : Inès, enfant", "New beneficiary: Inès, child"
        ),
        (
            .statusRecord(
                StatusRecord(
                    beneficiary: child, status: BeneficiaryStatus(kind: .student, from: day("2026-09-01"), through: day("2027-08-31")))),
            "Statut d'un enfant : Inès, études jusqu'au 31 août 2027", "Status of a child: Inès, studies until 31 August 2027"
        ),
        (
            .removal(Removal(beneficiary: child, effectiveOn: day("2027-01-01"), reason: "l'été : autre")),
            "Départ d'un bénéficiaire : Inès, ", "A beneficiary leaves: Inès, "
        ),
        (
            .continuationRequest(ContinuationRequest(suspensionFrom: day("2026-09-01"), requestedOn: day("2026-09-20"))),
            "Demande de maintien : envoyée le 20 septembre 2026", "Request to continue: sent on 20 September 2026"
        ),
        (
            .proof(Proof(month: month("2027-04"))), "Attestation France Travail d'avril 2027 : mois indemnisé",
            "France Travail attestation for April 2027: month compensated"
        ),
        (
            .proof(Proof(month: month("2027-05"), lostOn: day("2027-05-11"))),
            "Attestation France Travail de mai 2027 : plus d'indemnisation à partir du 11 mai 2027",
            "France Travail attestation for May 2027: no compensation from 11 May 2027 on"
        ),
        (
            .optionChange(OptionChange(effectiveOn: day("2027-01-01"), option: .base)), "Changement d'option : sans option",
            "Change of option: no option"
        ),
        (
            .payDeclaration(PayDeclaration(effectiveOn: day("2027-01-01"), grossMonthlyPay: euros(262_000))),
            "Nouvelle rémunération : 2\u{202F}620,00 € bruts par mois", "New pay: €2,620.00 gross a month"
        ),
        (
            .employerChange(EmployerChange(effectiveOn: day("2027-01-01"), employer: "0690123B")), "Changement d'employeur : 0690123B",
            "Change of employer: 0690123B"
        ),
        (
            .remoteTransmissionChange(RemoteTransmissionChange(effectiveOn: day("2027-01-01"), remoteTransmission: false)),
            "Télétransmission : refus",
            "Remote transmission: declined"
        ),
        (
            .mandateRegistration(
                MandateRegistration(effectiveOn: day("2027-01-01"), mandateReference: "DURAND-1", signedOn: day("2027-01-01"))),
            "Mandat SEPA signé : DURAND-1", "SEPA mandate signed: DURAND-1"
        ),
        (
            .mandateRevocation(MandateRevocation(effectiveOn: day("2027-01-01"), mandateReference: "DURAND-1")),
            "Mandat SEPA révoqué : DURAND-1", "SEPA mandate revoked: DURAND-1"
        ),
        (.erasure(Erasure(beneficiary: nil, reason: "")), "Effacement d'une identité", "Erasure of an identity"),
    ]

    @Test(arguments: rows.indices)
    func `a fact is told on one line`(place: Int) {
        let (fact, inFrench, inEnglish) = Self.rows[place]
        var (expectedFrench, expectedEnglish) = (french(inFrench), inEnglish)
        // A clerk's words stay as they were typed.
        if case .removal(let removal) = fact {
            expectedFrench += removal.reason
            expectedEnglish += removal.reason
        }
        #expect(fact.title(in: .french) { _ in .known("Inès") }.plainText == expectedFrench)
        #expect(fact.title(in: .english) { _ in .known("Inès") }.plainText == expectedEnglish)
    }

    @Test func `every fact but an erasure is told by a command of its own`() {
        let commands = Self.rows.compactMap(\.fact.command)
        #expect(Set(commands).union([.rescind, .correct, .endContinuation]) == Set(ClerkCommand.allCases))
        #expect(Fact.erasure(Erasure(beneficiary: nil, reason: "")).command == nil)
    }

    @Test func `a rescission names the fact that it annuls`() {
        let title = Fact.rescission(Rescission(version: 7, reason: "doublon")).title(in: .french) { _ in .missing }
        #expect(title.plainText == french("Annulation du fait 7 : doublon"))
    }
}
