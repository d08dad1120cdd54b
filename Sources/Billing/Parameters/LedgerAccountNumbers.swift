/// The numbers of the ledger's accounts in the office's chart (P `ledgerAccounts`).
public struct LedgerAccountNumbers: Hashable, Sendable {
    private let numbers: [String: String]

    /// A number for each account but the memo ones, by ``LedgerAccount/group``.
    ///
    /// `nil` when one is missing or no account has the name, or when a number has other characters than letters and digits.
    public init?(_ numbers: [String: String]) {
        guard Set(numbers.keys) == LedgerAccount.numberedGroups,
            numbers.values.allSatisfy({ number in
                !number.isEmpty && number.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0) }
            })
        else { return nil }
        self.numbers = numbers
    }

    /// An account's number; `nil` for a memo account.
    func number(of account: LedgerAccount) -> String? { numbers[account.group] }
}
