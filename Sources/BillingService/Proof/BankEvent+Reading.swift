import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import JSON
import Postgres

extension BankEvent {
    /// An event of the bank's stream does not say what its type promises, or its type is of a later release.
    struct Unreadable: Error {
        let position: Int64
    }

    /// How many events are in memory.
    private static let page = 500

    /// Passes on all events of the bank's stream, in order.
    static func walk(in session: Session, _ body: (RecordedEvent) throws -> Void) throws {
        var version = 0
        while true {
            let events = try EventLog.events(of: LogStream.bank.id, after: version, atMost: page, in: session)
            guard let last = events.last else { return }
            for event in events { try body(event) }
            version = last.version
        }
    }

    /// What an event says, and the hashes of the entries and postings that it makes: none when it makes none.
    ///
    /// - Throws: `Unreadable`, and what parsing throws.
    static func reading(_ event: RecordedEvent) throws -> (event: BankEvent, hashes: [String: String]) {
        let fields = try JSON(parsing: event.payload)
        guard event.schema == 1, let told = BankEvent(event.type, fields) else { throw Unreadable(position: event.position) }
        let hashes = fields[Self.hashes]?.object?.members ?? []
        return (told, Dictionary(hashes.compactMap { member in member.value.string.map { (member.key, $0) } }) { first, _ in first })
    }

    private init?(_ type: String, _ fields: JSON) {
        let day = fields["on"]?.string.flatMap { Day($0) }
        func fact(_ kind: BankFact.Kind) -> BankEvent? {
            guard let scheme = fields["scheme"]?.string, let payer = BankFact.Payer(fields), let cents = fields["amountCents"]?.integer,
                let day,
                let reference = fields["reference"]?.string
            else { return nil }
            return BankFact(kind, of: scheme, payer: payer, amount: Money(cents: cents), on: day, reference: reference).map { .fact($0) }
        }
        switch type {
        case "paymentRecorded", "refundRecorded", "writeOffRecorded":
            let kind: BankFact.Kind = type == "paymentRecorded" ? .payment : type == "refundRecorded" ? .refund : .writeOff
            guard let event = fact(kind) else { return nil }
            self = event
        case "directDebitReturned":
            guard let id = fields["endToEndId"]?.string, let kind = fields["kind"]?.string.flatMap({ DebitReturn.Kind(rawValue: $0) }),
                let reason = fields["reason"]?.string, let day
            else { return nil }
            self = .returned(endToEndId: id, DebitReturn(kind: kind, reason: reason, on: day))
        case "directDebitFileHandedOver":
            guard let file = fields["file"]?.string, let day else { return nil }
            self = .handedOver(file: file, on: day, hash: fields["sha256"]?.string)
        case "directDebitFileWithdrawn":
            guard let file = fields["file"]?.string, let day else { return nil }
            self = .withdrawn(file: file, on: day)
        case "bankLinesUnmatched":
            guard let message = fields["messageId"]?.string, let lines = fields["lines"]?.array?.map({ KeptBankLine($0) }),
                !lines.contains(nil)
            else { return nil }
            self = .unmatched(message: message, lines.compactMap(\.self))
        case "bankLineSettled":
            guard let line = fields["bankLine"]?.string.flatMap({ BankLineID($0) }), let reason = fields["reason"]?.string else {
                return nil
            }
            self = .settled(line, reason: reason)
        case "directDebitsResumed":
            guard let contract = fields["contract"]?.string.flatMap({ ContractID($0) }) else { return nil }
            self = .resumed(contract)
        default: return nil
        }
    }

    /// The name of the debit or of the file that it is about; `nil` for other events.
    var debitsName: String? {
        switch self {
        case .returned(let endToEndId, _): endToEndId
        case .handedOver(let file, _, _), .withdrawn(let file, _): file
        case .fact, .resumed, .unmatched, .settled: nil
        }
    }
}

extension BankFact.Payer {
    /// The payer of an event.
    fileprivate init?(_ fields: JSON) {
        if let code = fields["employer"]?.string {
            self = .holder(.employer(code))
        } else if let contract = fields["contract"]?.string.flatMap({ ContractID($0) }) {
            self = .holder(.agent(BilledContract(bits: contract.uuid.bits)))
        } else if let file = fields["file"]?.string {
            self = .file(file)
        } else {
            return nil
        }
    }
}

extension BillingRun {
    /// The number of the run that the name of a debit or of a file begins with: `R000004F001`.
    static func number(in name: String) -> Int? { name.hasPrefix("R") ? Int(name.dropFirst().prefix { $0.isASCII && $0.isNumber }) : nil }
}
