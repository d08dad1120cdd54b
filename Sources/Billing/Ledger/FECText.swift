public import CivilTime

/// The ledger as the French tax administration reads it: the *fichier des écritures comptables* (LPF, A47 A-1), in ASCII with tabs.
///
/// Memo entries are left out: they are not our money.
public struct FECText: Sendable {
    /// The names of the 18 columns.
    public static let head =
        [
            "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef",
            "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
        ].joined(separator: "\t") + "\r\n"

    private let numbers: LedgerAccountNumbers

    /// The text with accounts numbered by P `ledgerAccounts`.
    public init(_ numbers: LedgerAccountNumbers) { self.numbers = numbers }

    /// The opening balances on a day, as the first entry: what the accounts held before.
    public func opening(_ balances: AccountBalances, on day: Day) -> String {
        balances.all.map { row("AN", "A nouveaux", number: 1, on: day, $0, reference: "A NOUVEAUX", "A nouveaux", paper: day, valid: day) }
            .joined()
    }

    /// The rows of an entry; empty for a memo.
    public func text(of entry: LedgerEntry) -> String {
        let label = [entry.journal.label, entry.draft.month?.description].compactMap(\.self).joined(separator: " ")
        return entry.postings.map {
            row(
                entry.journal.rawValue, entry.journal.label, number: entry.numberInJournal, on: entry.on, $0,
                reference: entry.draft.source.reference, label, paper: entry.draft.on, valid: entry.recordedAt.parisDay)
        }.joined()
    }

    private func row(
        _ journal: String, _ journalLabel: String, number: Int, on day: Day, _ posting: Posting, reference: String, _ label: String,
        paper: Day, valid: Day
    ) -> String {
        guard let account = numbers.number(of: posting.account), let accountLabel = posting.account.label else { return "" }
        let auxiliary = posting.account.holder.map { ascii($0.code) } ?? ""
        let (debit, credit) = posting.amount > .zero ? (posting.amount, Money.zero) : (.zero, .zero - posting.amount)
        return [
            journal, journalLabel, String(number), compact(day), account, accountLabel, auxiliary, auxiliary, ascii(reference),
            compact(paper), label, decimal(debit), decimal(credit), "", "", compact(valid), "", "",
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
}
