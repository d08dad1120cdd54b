import Postgres

/// An epoch of the master key, as the database knows it.
public struct Epoch: Sendable, Hashable {
    /// Counted from 1.
    public let number: Int
    /// When it began, in microseconds since 1970.
    public let begunAt: Int64
    /// When no stored key was wrapped under an earlier epoch any more, in microseconds since 1970. Nil before.
    public let settledAt: Int64?
    /// When its key was destroyed, in microseconds since 1970.
    public let destroyedAt: Int64?
    private let checkValue: [UInt8]?

    /// All epochs, in order.
    static func all(in session: Session) throws -> [Epoch] {
        try session.query("SELECT number, begun_at, settled_at, destroyed_at, check_value FROM vault.epoch ORDER BY number") { row in
            Epoch(
                number: Int(try row.value(at: 0, as: Int32.self)),
                begunAt: try row.value(at: 1, as: PostgresTimestamp.self).microsecondsSince1970,
                settledAt: try row.value(at: 2, as: PostgresTimestamp?.self)?.microsecondsSince1970,
                destroyedAt: try row.value(at: 3, as: PostgresTimestamp?.self)?.microsecondsSince1970,
                checkValue: try row.value(at: 4, as: [UInt8]?.self))
        }
    }

    /// The last epoch: new keys are wrapped under its key.
    static func present(in session: Session) throws -> Epoch {
        guard let last = try all(in: session).last else { throw VaultError.wrongMasterKey }
        return last
    }

    /// Checks that the master key has the right key of this epoch. The first epoch has no check value of its own: that of the vault stands for it.
    func check(_ masterKey: MasterKey) throws(VaultError) {
        let value = try masterKey.checkValue(of: number)
        guard checkValue == nil || checkValue == value else { throw .wrongMasterKey }
    }
}

extension [Epoch] {
    /// From when on no backup needs the key of an epoch, in microseconds since 1970. Nil for the present epoch, and until the rotation from it is complete.
    ///
    /// - Parameter days: how long backups are kept.
    public func end(of number: Int, keptDays days: Int) -> Int64? {
        first { $0.number > number && $0.settledAt != nil }?.settledAt.map { $0 + Int64(days) * 86_400_000_000 }
    }

    /// The epochs whose keys no backup needs any more, and that are not destroyed; and the present one once it is as old: a rotation is due.
    ///
    /// - Parameter now: in microseconds since 1970.
    public func overdue(at now: Int64, keptDays days: Int) -> [Epoch] {
        filter { epoch in
            let isPresent = epoch.number == last?.number
            let end = isPresent ? epoch.begunAt + Int64(days) * 86_400_000_000 : end(of: epoch.number, keptDays: days)
            return epoch.destroyedAt == nil && end.map { $0 <= now } ?? false
        }
    }
}
