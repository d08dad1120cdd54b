import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// The scheme of the lives with runs, and its parameters of money.
enum MoneyExample {
    static let start = day("2026-05-01")
    static let iban = "FR7630006000011234567890189"

    /// The example scheme, whose tariff of May 2027 is corrected late.
    static func scheme() throws -> Scheme {
        let example = try Scheme.example()
        var parameters = example.parameters
        let late = Parameter<Money>.Row(
            from: day("2027-05-01"), value: Money(cents: 7_900), source: "test", confirmed: false,
            knownFrom: instant("2027-06-10T00:00:00Z"))
        parameters.balanceCotisation = try Parameter(
            parameters.balanceCotisation.name, rows: parameters.balanceCotisation.rows + [late], effectiveFrom: start)
        return Scheme(
            name: example.name, label: example.label, effectiveFrom: example.effectiveFrom, parameters: parameters,
            services: example.services, guarantees: example.guarantees)
    }

    static let prescription = Prescription(
        employer: .init(years: 4, from: .nextYear), agent: .init(years: 2, from: .monthEnd), credit: .init(years: 5, from: .monthEnd))

    static let returnPolicy = ReturnPolicy([
        "AM04": .represent, "MS03": .represent, "AC01": .endMandate, "AC04": .endMandate, "AC13": .endMandate, "AG01": .endMandate,
        "MD01": .endMandate, "MD07": .endMandate,
    ])

    static let accountNumbers = [
        "receivable:employer": "402100", "receivable:agent": "402200", "cotisation:employerPart": "702100",
        "cotisation:agentPart": "702200", "transit:directDebit": "511600", "bank": "512000", "loss:writeOff": "654000",
    ]

    static func creditor(name: String = "MGEN FPE EDUCATION", bic: String = "AGRIFRPP") throws -> Creditor {
        let identifier = try #require(CreditorIdentifier("FR72ZZZ123456"))
        let (account, bank) = (try #require(IBAN(iban)), try #require(BIC(bic)))
        return try #require(Creditor(name: name, identifier: identifier, iban: account, bic: bank))
    }

    /// A parameter that never changes.
    static func always<Value: Sendable>(_ name: String, _ value: Value) throws -> Parameter<Value> {
        try Parameter(name, rows: [.init(from: start, value: value, source: "test", confirmed: true)], effectiveFrom: start)
    }

    /// The parameters of money, none of which changes.
    static func parameters(perFile: Int = 50_000, limit: Money? = nil) throws -> MoneyParameters {
        MoneyParameters(
            creditor: try always("creditor", creditor()), runLeadDays: try always("runLeadDays", 45),
            prescription: try always("prescription", prescription), employerCredit: try always("employerCredit", .carry),
            agentCredit: try always("agentCredit", .refund), refundDays: try always("refundDays", 56),
            statementDueDays: try always("statementDueDays", 30), collectionDay: try always("collectionDay", 10),
            preNotificationDays: try always("preNotificationDays", 14), sequenceType: try always("sequenceType", .recurrent),
            directDebitFormat: try always("directDebitFormat", .version08), directDebitsPerFile: try always("directDebitsPerFile", perFile),
            mandateLapsesMonths: try always("mandateLapsesMonths", 36), representations: try always("representations", 1),
            returnPolicy: try always("returnPolicy", returnPolicy),
            remittanceText: try always("remittanceText", "COTISATION SANTE {month}"),
            ledgerAccounts: try always("ledgerAccounts", try #require(LedgerAccountNumbers(accountNumbers))),
            directDebitLimit: try limit.map { try always("directDebitLimitCents", $0) })
    }

    static func terms(perFile: Int = 50_000, limit: Money? = nil) throws -> MoneyTerms {
        try terms(of: parameters(perFile: perFile, limit: limit))
    }

    /// The terms when the scheme takes effect.
    static func terms(of parameters: MoneyParameters) -> MoneyTerms {
        parameters.terms(on: start, knownAt: instant("2026-05-01T00:00:00Z"))
    }

    /// A run of a month at noon of a day.
    static func run(_ number: Int = 4, _ kind: BillingRun.Kind = .regular, month: String? = "2026-12", at: String = "2026-11-20")
        -> BillingRun
    {
        BillingRun(
            scheme: "example", number: number, kind: kind, month: month.map(ContractTesting.month), knownAt: instant("\(at)T07:00:00Z"),
            position: Int64(number))
    }
}

/// Three amounts in cents.
func flows(_ employerToInsurer: Int, _ agentToInsurer: Int, _ employerToAgent: Int) -> Flows {
    Flows(
        employerToInsurer: Money(cents: employerToInsurer), agentToInsurer: Money(cents: agentToInsurer),
        employerToAgent: Money(cents: employerToAgent))
}

/// Facts, as tests tell them: what is not said is ordinary.
extension Fact {
    static func affiliate(_ on: String = "2026-05-01", scheme: String = "example", pay: Int = 250_000) -> Fact {
        .affiliation(
            Affiliation(
                scheme: scheme, effectiveOn: day(on), employer: "0750001A",
                employment: Employment(kind: .contractual, startedOn: day("2019-09-01")), bornOn: day("1985-03-14"), option: .base,
                grossMonthlyPay: Money(cents: pay)))
    }

    static func unpaid(_ on: String) -> Fact {
        .suspension(Suspension(effectiveOn: day(on), cause: .own(.personalConvenience), income: .none))
    }

    static func sick(_ on: String) -> Fact { .suspension(Suspension(effectiveOn: day(on), cause: .own(.sickLeave), income: .salary)) }

    static func parentalLeave(_ on: String) -> Fact {
        .temporaryCessation(TemporaryCessation(effectiveOn: day(on), cause: .parentalLeave))
    }

    static func continuation(_ from: String, sent: String) -> Fact {
        .continuationRequest(ContinuationRequest(suspensionFrom: day(from), requestedOn: day(sent)))
    }

    static func end(_ lastDay: String, _ reason: EmploymentEnd.Reason = .endOfContract) -> Fact {
        .employmentEnd(EmploymentEnd(lastDay: day(lastDay), reason: reason))
    }

    static func employer(_ on: String, _ code: String) -> Fact { .employerChange(EmployerChange(effectiveOn: day(on), employer: code)) }

    static func pay(_ on: String, _ cents: Int) -> Fact {
        .payDeclaration(PayDeclaration(effectiveOn: day(on), grossMonthlyPay: Money(cents: cents)))
    }

    static func option(_ on: String, _ option: Option) -> Fact { .optionChange(OptionChange(effectiveOn: day(on), option: option)) }

    static func child(_ on: String, born: String) -> Fact {
        .enrolment(
            Enrolment(
                beneficiary: BeneficiaryID(bits: 2), relation: .child, bornOn: day(born), fiscallyDependent: true, effectiveOn: day(on)))
    }

    static func mandate(_ on: String, _ reference: String) -> Fact {
        .mandateRegistration(MandateRegistration(effectiveOn: day(on), mandateReference: reference, signedOn: day(on)))
    }

    static func rescind(_ version: Int) -> Fact { .rescission(Rescission(version: version, reason: "mistake")) }
}
