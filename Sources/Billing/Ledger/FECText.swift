public import CivilTime

/// The ledger as the French tax administration reads it: the *fichier des écritures comptables* (LPF, A47 A-1), in ASCII with tabs.
///
/// It holds one year: the opening balances, then the entries that count in the year, in order. Their numbers are dense in each journal of the text. Those
/// of the ledger would have gaps there: what is recorded late counts in the year before. Memo entries are left out: they are not our money.
public struct FECText: Sendable {
    /// The names of the 18 columns.
    public static let head =
        [
            "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef",
            "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
        ].joined(separator: "\t") + "\r\n"

    private let accounts: LedgerAccountNumbers
    /// The last number of each journal.
    private var numbers: [Journal: Int] = [:]

    /// The text with accounts numbered by P `ledgerAccounts`.
    public init(_ accounts: LedgerAccountNumbers) { self.accounts = accounts }

    /// The opening balances of a year, as its first entry: what the accounts held before.
    ///
    /// Income and losses of earlier years have become their result: they open no account of the classes 6 and 7, but stand together on account 120 as
    /// a profit, or on 129 as a loss.
    ///
    /// - Parameters:
    ///   - balances: of all entries before the year.
    ///   - day: the first day of the year.
    public func opening(_ balances: AccountBalances, on day: Day) -> String {
        func row(_ account: Account, _ amount: Money) -> String {
            self.row("AN", "A nouveaux", number: 1, on: day, account, amount, reference: "A NOUVEAUX", "A nouveaux", paper: day, valid: day)
        }
        let result = balances.all.filter(\.account.isOfResult).reduce(Money.zero) { $0 + $1.amount }
        let rows = balances.all.filter { !$0.account.isOfResult }.map { posting in
            account(posting.account).map { row($0, posting.amount) } ?? ""
        }
        let number = result < .zero ? "120" : "129"
        let last = result == .zero ? "" : row(Account(number: number, label: "Resultat de l'exercice", auxiliary: ""), result)
        return rows.joined() + last
    }

    /// The rows of the next entry; empty for a memo.
    public mutating func text(of entry: LedgerEntry) -> String {
        if entry.journal == .memo { return "" }
        let number = numbers[entry.journal, default: 0] + 1
        numbers[entry.journal] = number
        let label = [entry.journal.label, entry.draft.month?.description].compactMap(\.self).joined(separator: " ")
        return entry.postings.map { posting in
            account(posting.account).map {
                row(
                    entry.journal.rawValue, entry.journal.label, number: number, on: entry.on, $0, posting.amount,
                    reference: entry.draft.source.reference, label, paper: entry.draft.on, valid: entry.recordedAt.parisDay)
            } ?? ""
        }.joined()
    }

    /// An account as rows name it.
    private struct Account {
        let number: String
        let label: String
        let auxiliary: String
    }

    /// An account by its number, which has one label: accounts that share a number share their labels. `nil` for a memo account.
    private func account(_ account: LedgerAccount) -> Account? {
        guard let number = accounts.number(of: account) else { return nil }
        let label = accounts.accounts(of: number).compactMap(\.label).joined(separator: ", ")
        return Account(number: number, label: label, auxiliary: account.holder.map { ascii($0.code) } ?? "")
    }

    private func row(
        _ journal: String, _ journalLabel: String, number: Int, on day: Day, _ account: Account, _ amount: Money, reference: String,
        _ label: String, paper: Day, valid: Day
    ) -> String {
        let (debit, credit) = amount > .zero ? (amount, Money.zero) : (.zero, .zero - amount)
        return [
            journal, journalLabel, String(number), compact(day), account.number, account.label, account.auxiliary, account.auxiliary,
            ascii(reference), compact(paper), label, decimal(debit), decimal(credit), "", "", compact(valid), "", "",
        ].joined(separator: "\t") + "\r\n"
    }

    /// `AAAAMMJJ`.
    private func compact(_ day: Day) -> String { day.description.filter { $0 != "-" } }

    private func decimal(_ amount: Money) -> String { amount.decimal.map { $0 == "." ? "," : String($0) }.joined() }

    /// A text in ASCII, never blank.
    private func ascii(_ text: String) -> String {
        let letters = text.unicodeScalars.map { scalar in
            0x20...0x7E ~= scalar.value ? String(scalar) : SEPAText(String(scalar), limit: 2)?.text ?? " "
        }.joined()
        return letters.allSatisfy { $0 == " " } ? "-" : letters
    }
}

extension Journal {
    /// Its name in French, without accents.
    fileprivate var label: String {
        switch self {
        case .call: "Appels de cotisation"
        case .memo: "Pour memoire"
        case .debit: "Prelevements"
        case .return: "Rejets et retours"
        case .bank: "Banque"
        case .loss: "Admissions en non-valeur"
        }
    }
}

extension LedgerAccount {
    /// Its name in French, without accents; `nil` for a memo account.
    fileprivate var label: String? {
        switch self {
        case .receivable(.employer): "Employeurs"
        case .receivable(.agent): "Agents"
        case .employerPart: "Cotisations, part employeur"
        case .agentPart: "Cotisations, part agent"
        case .directDebitTransit: "Prelevements en cours"
        case .bank: "Banque"
        case .writeOffLoss: "Pertes sur creances"
        case .memo: nil
        }
    }

    /// Whether it is an account of income or losses (classes 6 and 7), which begins each year with nothing.
    fileprivate var isOfResult: Bool {
        switch self {
        case .employerPart, .agentPart, .writeOffLoss: true
        case .receivable, .directDebitTransit, .bank, .memo: false
        }
    }
}
