import CivilTime

/// The ledger as beancount reads it, entry by entry.
public enum BeancountText {
    /// What stands before the entries. The plugin opens each account with its first entry.
    public static let head = """
        option "title" "Maintien"
        option "operating_currency" "EUR"
        plugin "beancount.plugins.auto_accounts"

        """

    /// An entry.
    public static func text(of entry: LedgerEntry) -> String {
        var text = "\n\(entry.on) * \(quoted(entry.journal.rawValue)) \(quoted(entry.draft.source.reference))\n"
        text += "  number: \(entry.number)\n"
        if let month = entry.draft.month { text += "  month: \(quoted(month.description))\n" }
        for posting in entry.postings { text += "  \(name(of: posting.account))  \(posting.amount.decimal) EUR\n" }
        return text
    }

    /// An account's name: a type, then words that begin with a capital or a digit.
    static func name(of account: LedgerAccount) -> String {
        switch account {
        case .receivable(.employer(let code)): "Assets:Receivable:Employer:\(word(code))"
        case .receivable(.agent(let contract)): "Assets:Receivable:Agent:\(contract.description.uppercased())"
        case .employerPart: "Income:Cotisation:EmployerPart"
        case .agentPart: "Income:Cotisation:AgentPart"
        case .directDebitTransit: "Assets:Transit:DirectDebit"
        case .bank: "Assets:Bank"
        case .writeOffLoss: "Expenses:Loss:WriteOff"
        case .memo(.employer(let code)): "Equity:Memo:Employer:\(word(code))"
        case .memo(.agent(let contract)): "Equity:Memo:Agent:\(contract.description.uppercased())"
        }
    }

    /// A code as a word. A character that beancount does not take is written as its number between dashes, so that codes stay apart.
    private static func word(_ code: String) -> String {
        code.unicodeScalars.enumerated().map { place, scalar in
            switch scalar {
            case "0"..."9", "A"..."Z": String(scalar)
            case "a"..."z" where place > 0: String(scalar)
            default: (place == 0 ? "0-" : "-") + String(scalar.value, radix: 16) + "-"
            }
        }.joined()
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.map { character in
            switch character {
            case "\"": "\\\""
            case "\\": "\\\\"
            default: character.isNewline ? " " : String(character)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
