/// The numbers of the ledger's accounts in the office's chart (P `ledgerAccounts`).
public struct LedgerAccountNumbers: Hashable, Sendable {
    private let numbers: [String: String]

    /// A number for each account but the memo ones, by ``LedgerAccount/group``.
    ///
    /// `nil` when one is missing or no account has the name, or when a number has other characters than letters and digits.
    public init?(_ numbers: [String: String]) {
        guard numbers.keys.sorted() == LedgerAccountNumbers.groups, numbers.values.allSatisfy(LedgerAccountNumbers.accepts) else {
            return nil
        }
        self.numbers = numbers
    }

    /// The accounts that have a number, in order, by ``LedgerAccount/group``.
    public static var groups: [String] { LedgerAccount.numbered.map(\.group).sorted() }

    /// Whether a text can be an account's number: three digits of the general chart (*plan comptable général*), then letters and digits.
    public static func accepts(_ number: String) -> Bool { number.wholeMatch(of: /[1-8][0-9]{2}[A-Za-z0-9]*/) != nil }

    /// An account's number; `nil` for a memo account.
    func number(of account: LedgerAccount) -> String? { numbers[account.group] }

    /// An account of each group that has a number.
    func accounts(of number: String) -> [LedgerAccount] { LedgerAccount.numbered.filter { numbers[$0.group] == number } }
}
