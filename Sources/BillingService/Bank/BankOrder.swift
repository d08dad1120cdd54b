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
    /// A line of a bank's file is settled: a clerk has found out what it is.
    case settle(BankLineID, reason: StatedReason)
}

extension BankOrder {
    /// What its idempotency key is bound to: the same order must give the same bytes in later releases.
    var json: JSON {
        switch self {
        case .fact(let kind, let scheme, let payer, let amount, let day, let reference):
            [
                "order": .string(kind.rawValue), "scheme": JSON(scheme), payer.field: .string(payer.code),
                "amountCents": JSON(amount.cents),
                "on": .string(day.description), "reference": .string(reference),
            ]
        case .returned(let endToEndId, let fact):
            [
                "order": "return", "endToEndId": .string(endToEndId), "kind": .string(fact.kind.rawValue), "reason": .string(fact.reason),
                "on": .string(fact.on.description),
            ]
        case .handOver(let file, let day): ["order": "handOver", "file": .string(file), "on": .string(day.description)]
        case .withdraw(let file, let day): ["order": "withdraw", "file": .string(file), "on": .string(day.description)]
        case .resume(let contract): ["order": "resume", "contract": .string(contract.description)]
        case .settle(let line, let reason):
            ["order": "settle", "bankLine": .string(line.description), "reason": .string(reason.text)]
        }
    }

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
    /// A reference of a payment (``BankOrder/isReference(_:)``).
    fileprivate static var paymentReference: Self {
        .text("A-Z a-z 0-9, then at most 34 of these and + ? / - : ( ) . , ' and single spaces; no space or / at the end") {
            BankOrder.isReference($0) ? $0 : nil
        }
    }
}

extension BankOrder {
    /// Whether a text is a bank's or an office's reference of a payment. It begins with a letter or digit, so that no spreadsheet takes it for a formula, and
    /// has no space that cannot be seen: it tells one payment from another.
    static func isReference(_ text: String) -> Bool {
        guard let first = text.utf8.first, SEPAReference.accepts(text, allowingSpaces: true) else { return false }
        let isLetterOrDigit = (0x30...0x39).contains(first) || (0x41...0x5A).contains(first & 0xDF)
        return isLetterOrDigit && !text.hasSuffix(" ") && !text.contains("  ")
    }
}
