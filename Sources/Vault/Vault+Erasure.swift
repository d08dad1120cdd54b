public import FoundationEssentials
public import Postgres

extension Vault {
    /// The role that may erase, and nothing else.
    private static let eraser = "maintien_eraser"

    /// The statements that erase a person of whom an event says so: to be run in the transaction that appends the event, after it.
    ///
    /// They destroy the person's key, with it records, earlier values and tokens, and the fingerprints of the commands that told them, and enter the
    /// register of erasures. The database refuses to erase anybody of whom no event says so.
    ///
    /// - Parameter version: that of the event.
    public static func erase(by version: Int, of contract: UUID, in session: Session) throws -> [SQL] {
        // Whoever writes records of the contract outside the log's order comes before this, or finds the event.
        try hold([contract], in: session)
        let role = try session.one("SELECT current_user::text", as: String.self)
        return [
            "SELECT set_config('role', \(eraser), true)", "SELECT vault.erase(\(contract), \(Int32(version)))",
            "SELECT set_config('role', \(role), true)",
        ]
    }

    /// The position of the first event of an erasure that the register lacks or has otherwise, or of whose person something is kept; `nil` when the
    /// register is whole.
    public static func firstErasureDamage(in session: Session) throws -> Int64? {
        try session.one("SELECT vault.first_erasure_damage()", as: Int64?.self)
    }
}
