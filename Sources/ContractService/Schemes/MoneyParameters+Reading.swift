import Billing
import CivilTime
import Contracts
import JSON

/// The names of the parameters of money in scheme files.
private enum MoneyParameterName: String, CaseIterable {
    case creditor, runLeadDays, prescription, employerCredit, agentCredit, refundDays, statementDueDays, collectionDay, preNotificationDays
    case sequenceType, directDebitFormat, directDebitsPerFile, mandateLapsesMonths, representations, returnPolicy, remittanceText
    case ledgerAccounts, directDebitLimitCents
}

extension MoneyParameters {
    /// Takes the parameters of money; `nil` when none of them is there. If one is, all must be, but for the limit of debits.
    static func ifPresent(in fields: inout JSON.Fields, from day: Day) throws(MalformedField) -> MoneyParameters? {
        guard MoneyParameterName.allCases.contains(where: { fields.has($0.rawValue) }) else { return nil }
        return try MoneyParameters(&fields, from: day)
    }

    private init(_ fields: inout JSON.Fields, from day: Day) throws(MalformedField) {
        func parameter<Value>(_ name: MoneyParameterName, _ value: JSON.Shape<Value>) throws(MalformedField) -> Parameter<Value> {
            try fields.parameter(name.rawValue, value, from: day)
        }
        self.init(
            creditor: try parameter(.creditor, .creditor), runLeadDays: try parameter(.runLeadDays, .days),
            prescription: try parameter(.prescription, .prescription), employerCredit: try parameter(.employerCredit, .oneOf()),
            agentCredit: try parameter(.agentCredit, .oneOf()), refundDays: try parameter(.refundDays, .days),
            statementDueDays: try parameter(.statementDueDays, .days), collectionDay: try parameter(.collectionDay, .count(1...31)),
            preNotificationDays: try parameter(.preNotificationDays, .days), sequenceType: try parameter(.sequenceType, .oneOf()),
            directDebitFormat: try parameter(.directDebitFormat, .oneOf()),
            directDebitsPerFile: try parameter(.directDebitsPerFile, .debitsPerFile),
            mandateLapsesMonths: try parameter(.mandateLapsesMonths, .count(1...1200)),
            representations: try parameter(.representations, .count(0...100)), returnPolicy: try parameter(.returnPolicy, .returnPolicy),
            remittanceText: try parameter(.remittanceText, .text(1...140)),
            ledgerAccounts: try parameter(.ledgerAccounts, .ledgerAccountNumbers),
            directDebitLimit: fields.has(MoneyParameterName.directDebitLimitCents.rawValue)
                ? try parameter(.directDebitLimitCents, .cents) : nil)
    }
}

extension JSON.Shape where Value == Int {
    fileprivate static var days: Self { .count(0...3660) }

    fileprivate static var debitsPerFile: Self { .count(1...DirectDebitFile.greatestCount) }
}

extension JSON.Shape where Value == Creditor {
    fileprivate static var creditor: Self {
        .object { fields throws(MalformedField) in
            let name = try fields.required("name", .text(1...500))
            let identifier = try fields.required("identifier", .text("ICS: EPC262-08, MOD 97") { CreditorIdentifier($0) })
            let iban = try fields.required("iban", .iban)
            let bic = try fields.required("bic", .text("BIC: ISO 9362") { BIC($0) })
            guard let creditor = Creditor(name: name, identifier: identifier, iban: iban, bic: bic) else {
                throw MalformedField(.badValue(expected: "A-Z a-z 0-9 / - ? : ( ) . , ' +")).under("name")
            }
            return creditor
        }
    }
}

extension JSON.Shape where Value == Prescription {
    fileprivate static var prescription: Self {
        .object { fields throws(MalformedField) in
            Prescription(
                employer: try fields.required("employer", .term), agent: try fields.required("agent", .term),
                credit: try fields.required("credit", .term))
        }
    }
}

extension JSON.Shape where Value == Prescription.Term {
    fileprivate static var term: Self {
        .object { fields throws(MalformedField) in
            Prescription.Term(years: try fields.required("years", .count(0...100)), from: try fields.required("from", .oneOf()))
        }
    }
}

extension JSON.Shape where Value == ReturnPolicy {
    /// What follows each reason: its fields are the reasons.
    fileprivate static var returnPolicy: Self {
        JSON.Shape { json throws(MalformedField) in
            guard case .object(let object) = json else { throw MalformedField(.wrongType(expected: .object)) }
            var fields = JSON.Fields(of: object)
            var actions: [String: ReturnPolicy.Action] = [:]
            for reason in object.members.map(\.key) {
                guard ReturnPolicy.isReason(reason) else { throw MalformedField(.unknown).under(reason) }
                actions[reason] = try fields.required(reason, .oneOf())
            }
            return ReturnPolicy(actions)
        }
    }
}

extension JSON.Shape where Value == LedgerAccountNumbers {
    fileprivate static var ledgerAccountNumbers: Self {
        .object { fields throws(MalformedField) in
            var numbers: [String: String] = [:]
            for group in LedgerAccountNumbers.groups {
                numbers[group] = try fields.required(group, .text("1-8 0-9 0-9 …") { LedgerAccountNumbers.accepts($0) ? $0 : nil })
            }
            guard let accounts = LedgerAccountNumbers(numbers) else { preconditionFailure("Each account has a number that was accepted.") }
            return accounts
        }
    }
}
