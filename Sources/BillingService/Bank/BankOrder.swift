public import Billing
public import CivilTime
public import ContractService
import Contracts
import FoundationEssentials
public import JSON
import Postgres

/// What a clerk tells about money: what the bank said, or what was decided.
public enum BankOrder: Sendable {
    /// A payment, a refund or a write-off.
    ///
    /// - `scheme`: on whose accounts it stands; `nil` for the only scheme that has parameters of money, or for that of the file.
    case fact(BankFact.Kind, scheme: String?, payer: BankFact.Payer, amount: Money, on: Day, reference: String)
    /// A direct debit came back.
    case returned(endToEndId: String, DebitReturn)
    /// A file of direct debits is handed over to the bank.
    case handOver(file: String, on: Day)
    /// A file of direct debits is withdrawn: nobody hands it over any more.
    case withdraw(file: String, on: Day)
    /// An agent is debited again after returns.
    case resume(ContractID)
}

extension BankOrder {
    /// Reads `{employer | contract | file, scheme, amountCents, on, reference}`. A file pays only.
    ///
    /// - Parameter employers: the form of employers' codes.
    /// - Throws: the field that is missing, unknown or malformed.
    public init(_ kind: BankFact.Kind, _ body: JSON, employers: EmployerCodes) throws(MalformedField) {
        self = try body.read(
            .object { fields throws(MalformedField) in
                let employer = try fields.optional("employer", .text(employers.description) { employers.accepts($0) ? $0 : nil })
                let contract = try fields.optional("contract", .text("UUID") { ContractID($0) })
                let file = kind == .payment ? try fields.optional("file", JSON.Shape<String>.text(1...35)) : nil
                let payers: [BankFact.Payer] = [
                    employer.map { .holder(.employer($0)) }, contract.map { .holder(.agent(BilledContract(bits: $0.uuid.bits))) },
                    file.map { .file($0) },
                ].compactMap(\.self)
                guard let payer = payers.first else { throw MalformedField(.missing, at: "/employer") }
                if payers.count > 1 { throw MalformedField(.unknown, at: contract != nil && employer != nil ? "/contract" : "/file") }
                return .fact(
                    kind, scheme: try fields.optional("scheme", .text(1...100)), payer: payer,
                    amount: try fields.required("amountCents", .paidCents), on: try fields.required("on", .day),
                    reference: try fields.required("reference", .paymentReference))
            })
    }

    /// Reads `{kind, reason, on}`.
    ///
    /// - Throws: the field that is missing, unknown or malformed.
    public init(returnOf endToEndId: String, _ body: JSON) throws(MalformedField) {
        self = .returned(
            endToEndId: endToEndId,
            try body.read(
                .object { fields throws(MalformedField) in
                    DebitReturn(
                        kind: try fields.required("kind", JSON.Shape<DebitReturn.Kind>.oneOf()),
                        reason: try fields.required("reason", .text("[A-Z0-9]{1,4}") { ReturnPolicy.isReason($0) ? $0 : nil }),
                        on: try fields.required("on", .day))
                }))
    }
}

extension JSON.Shape where Value == Money {
    /// An amount in cents, above zero.
    fileprivate static var paidCents: Self {
        .number("1…1000000000000") { (1...1_000_000_000_000).contains($0) ? Money(cents: $0) : nil }
    }
}

extension JSON.Shape where Value == String {
    /// A bank's or an office's reference of a payment, without an IBAN.
    fileprivate static var paymentReference: Self {
        .text("1…35 × A-Z a-z 0-9 + ? / - : ( ) . , ' SPACE, ≠ IBAN") { text in
            SEPAReference.accepts(text, allowingSpaces: true) && IBAN(text.filter { $0 != " " }) == nil ? text : nil
        }
    }
}
