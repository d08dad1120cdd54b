import Billing
import FoundationEssentials
import Postgres

/// What the rows of a run tell of its agents' names and accounts: whether they were there, and whether the account was another one than before.
///
/// The vault cannot tell it any more: people change, and are erased. Other words stand in for names and accounts.
struct ProvedDebtors {
    /// The agents held because their name or account was missing.
    private let nameless: Set<UUID>
    /// The agents debited on another account than before.
    private let amended: Set<UUID>

    /// - Parameter run: the number of the run that is proved.
    init(of contracts: [UUID], run: Int, in session: Session) throws {
        nameless = Set(
            try session.query(
                """
                SELECT contract_id FROM billing.held
                WHERE run = \(Int32(run)) AND reason = \(HoldReason.nameMissing.rawValue) AND contract_id = ANY (\(contracts))
                """, as: UUID.self))
        amended = Set(
            try session.query(
                "SELECT contract_id FROM billing.debit WHERE run = \(Int32(run)) AND amended AND contract_id = ANY (\(contracts))",
                as: UUID.self))
    }

    /// A word for the agent's name and account; `nil` when one of them was missing.
    func account(of contract: UUID) -> String? { nameless.contains(contract) ? nil : "account" }

    /// A word for the account of the last debit under the mandate's reference: another one when the debit is amended.
    func lastAccount(of contract: UUID) -> String { amended.contains(contract) ? "another" : "account" }
}
