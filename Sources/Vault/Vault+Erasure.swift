public import FoundationEssentials
public import Postgres

extension Vault {
    /// The role that may erase people, and nothing else.
    private static let eraser = "maintien_eraser"

    /// The statements that erase the person named by an event. Run them in the event's transaction, after its append.
    ///
    /// They destroy the person's key, records, earlier values and tokens, and the fingerprints of the commands that gave them.
    /// They add the erasure to the register. The database refuses an erasure without such an event.
    ///
    /// - Parameter version: the version of the event.
    public static func erase(by version: Int, of contract: UUID, in session: Session) throws -> [SQL] {
        // Whoever writes the contract's records outside the log's order either finishes before this, or sees the event.
        try hold([contract], in: session)
        let role = try session.one("SELECT current_user::text", as: String.self)
        return [
            "SELECT set_config('role', \(eraser), true)", "SELECT vault.erase(\(contract), \(Int32(version)))",
            "SELECT set_config('role', \(role), true)",
        ]
    }

    /// The position of the first erasure event that the register lacks or contradicts, or whose person still has data. `nil` when the
    /// register is complete.
    public static func firstErasureDamage(in session: Session) throws -> Int64? {
        try session.one("SELECT vault.first_erasure_damage()", as: Int64?.self)
    }

    /// The last entry of the register of erasures: its number, counted from 1, and its hash. 0 and 32 zero bytes when nobody was erased.
    public static func registerHead(in session: Session) throws -> (number: Int64, hash: [UInt8]) {
        try session.first("SELECT number, hash FROM vault.erasure ORDER BY number DESC LIMIT 1", as: (Int64, [UInt8]).self)
            ?? (0, [UInt8](repeating: 0, count: 32))
    }

    /// The hashes of those entries of the register that are there, by number.
    public static func registerHashes(of numbers: [Int64], in session: Session) throws -> [Int64: [UInt8]] {
        let rows = try session.query("SELECT number, hash FROM vault.erasure WHERE number = ANY (\(numbers))", as: (Int64, [UInt8]).self)
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
