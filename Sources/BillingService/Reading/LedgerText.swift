import Billing
import CivilTime
public import JSON

/// Writes entries of the ledger in a form, in their order.
struct LedgerText {
    private let format: LedgerFormat
    private var fec: FECText?

    /// - Parameter accounts: the numbers of accounts, for the form of the tax administration.
    init(_ format: LedgerFormat, accounts: LedgerAccountNumbers?) {
        self.format = format
        fec = accounts.map { FECText($0) }
    }

    private static let columns = [
        "number", "scheme", "journal", "numberInJournal", "on", "happenedOn", "recordedAt", "month", "kind", "source", "account",
        "amountCents",
    ]

    /// What stands before the entries.
    ///
    /// - Parameter opening: the balances of the accounts on a day, before the entries.
    func head(opening: (balances: AccountBalances, on: Day)?) -> String {
        switch format {
        case .ndjson: ""
        case .csv: Self.columns.joined(separator: ",") + "\r\n"
        case .beancount: BeancountText.head
        case .fec: FECText.head + (opening.flatMap { fec?.opening($0.balances, on: $0.on) } ?? "")
        }
    }

    /// The next entries.
    mutating func text(of entries: [LedgerEntry]) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            switch format {
            case .ndjson: bytes += JSON.object(JSON.Object(entry.members)).bytes() + [0x0A]
            case .csv:
                for posting in entry.postings {
                    let cells = entry.members.dropLast().map(\.1) + [.string(posting.account.name), JSON(posting.amount.cents)]
                    bytes += (cells.map(\.csvCell).joined(separator: ",") + "\r\n").utf8
                }
            case .beancount: bytes += BeancountText.text(of: entry).utf8
            case .fec: bytes += (fec?.text(of: entry) ?? "").utf8
            }
        }
        return bytes
    }
}

extension LedgerEntry {
    /// The members of its answer; the postings come last.
    fileprivate var members: [(String, JSON)] {
        [
            ("number", JSON(number)), ("scheme", .string(draft.scheme)), ("journal", .string(journal.rawValue)),
            ("numberInJournal", JSON(numberInJournal)), ("on", .string(on.description)), ("happenedOn", .string(draft.on.description)),
            ("recordedAt", .string(recordedAt.description)), ("month", draft.month.map { .string($0.description) } ?? .null),
            ("kind", .string(draft.source.kind)), ("source", .string(draft.source.reference)),
            (
                "postings",
                .array(postings.map { ["account": .string($0.account.name), "amountCents": JSON($0.amount.cents)] })
            ),
        ]
    }
}

extension JSON {
    /// A value as a cell of CSV (RFC 4180); an array's elements are separated by spaces.
    public var csvCell: String {
        switch self {
        case .null: ""
        case .string(let text):
            text.contains { ",\"\r\n".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
        case .array(let elements): elements.map(\.csvCell).joined(separator: " ")
        case .bool, .integer, .number, .object: description
        }
    }
}
