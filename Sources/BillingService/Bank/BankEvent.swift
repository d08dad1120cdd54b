import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import JSON

/// An event of the stream of the bank.
enum BankEvent {
    /// A payment, a refund or a write-off.
    case fact(BankFact)
    /// A direct debit came back.
    case returned(endToEndId: String, DebitReturn)
    /// A file of direct debits was handed over.
    ///
    /// - `hash`: the SHA-256 of its bytes, in hexadecimal digits; `nil` when only the bank says that it has the file.
    case handedOver(file: String, on: Day, hash: String?)
    /// A file of direct debits was withdrawn.
    case withdrawn(file: String, on: Day)
    /// An agent is debited again.
    case resumed(ContractID)
    /// Nothing was recorded of lines of a bank's file.
    case unmatched(message: String, [KeptBankLine])
    /// A clerk has found out what a line of a bank's file is.
    case settled(BankLineID, reason: String)

    /// The name of its type in the log.
    var type: String {
        switch self {
        case .fact(let fact):
            switch fact.kind {
            case .payment: "paymentRecorded"
            case .refund: "refundRecorded"
            case .writeOff: "writeOffRecorded"
            }
        case .returned: "directDebitReturned"
        case .handedOver: "directDebitFileHandedOver"
        case .withdrawn: "directDebitFileWithdrawn"
        case .resumed: "directDebitsResumed"
        case .unmatched: "bankLinesUnmatched"
        case .settled: "bankLineSettled"
        }
    }

    /// The name of the field that answers leave out.
    static let hashes = "hashes"

    /// The event as it is appended.
    ///
    /// - Parameter hashes: of the entries and postings that it makes, in hexadecimal digits by table; none when it makes none.
    func new(_ hashes: [String: String]) -> NewEvent {
        var fields = fields
        if !hashes.isEmpty { fields.append(Self.hashes, .object(JSON.Object(hashes.map { ($0.key, JSON.string($0.value)) }))) }
        return NewEvent(type: type, schema: 1, payload: JSON.object(fields).bytes(sortedKeys: true))
    }

    /// The fields of the event and of its answer.
    private var fields: JSON.Object {
        switch self {
        case .fact(let fact):
            [
                "scheme": .string(fact.scheme), fact.payer.field: .string(fact.payer.code), "amountCents": JSON(fact.amount.cents),
                "on": .string(fact.on.description), "reference": .string(fact.reference),
            ]
        case .returned(let endToEndId, let fact):
            [
                "endToEndId": .string(endToEndId), "kind": .string(fact.kind.rawValue), "reason": .string(fact.reason),
                "on": .string(fact.on.description),
            ]
        case .handedOver(let file, let day, let hash):
            JSON.Object(
                [("file", .string(file)), ("on", .string(day.description))] + (hash.map { [("sha256", JSON.string($0))] } ?? []))
        case .withdrawn(let file, let day): ["file": .string(file), "on": .string(day.description)]
        case .resumed(let contract): ["contract": .string(contract.description)]
        case .unmatched(let message, let lines): ["messageId": .string(message), "lines": .array(lines.map(\.json))]
        case .settled(let line, let reason): ["bankLine": .string(line.description), "reason": .string(reason)]
        }
    }
}

extension BankFact.Payer {
    /// The name of its field.
    var field: String {
        switch self {
        case .holder(.employer): "employer"
        case .holder(.agent): "contract"
        case .file: "file"
        }
    }

    /// Its name in rows.
    var name: String { "\(field):\(code)" }

    /// The employer's code, the contract's identifier, or the file's.
    var code: String {
        switch self {
        case .holder(let holder): holder.code
        case .file(let id): id
        }
    }
}
