/// The numbers of the ledger's accounts in the office's chart (P `ledgerAccounts`).
public struct LedgerAccountNumbers: Hashable, Sendable {
    private let numbers: [String: String]

    /// A number for each account but the memo ones, by ``LedgerAccount/group``.
    ///
    /// `nil` when one is missing or no account has the name, or when a number has other characters than letters and digits.
    public init?(_ numbers: [String: String]) {
        guard Set(numbers.keys) == LedgerAccount.numberedGroups, numbers.values.allSatisfy(LedgerAccountNumbers.accepts) else { return nil }
        self.numbers = numbers
    }

    /// The accounts that have a number, in order, by ``LedgerAccount/group``.
    public static var groups: [String] { LedgerAccount.numberedGroups.sorted() }

    /// Whether a text can be an account's number: letters and digits.
    public static func accepts(_ number: String) -> Bool {
        !number.isEmpty && number.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0) }
    }

    /// An account's number; `nil` for a memo account.
    func number(of account: LedgerAccount) -> String? { numbers[account.group] }
}
