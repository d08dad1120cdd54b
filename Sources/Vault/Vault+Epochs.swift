public import Postgres

extension Vault {
    /// The present epoch. From now on new keys are wrapped under it, also when another process has begun it. Reads the key file again if it must.
    ///
    /// - Throws: `VaultError.epochMissing` when the key file lacks it, `VaultError.wrongMasterKey` when it holds another key for it.
    @discardableResult public func presentEpoch(in session: Session) throws -> Int {
        let present = try Epoch.present(in: session)
        if present.number > keys.present { try keys.proceed(to: present) }
        return keys.present
    }

    /// Checks that the key file has the right key of the present epoch.
    ///
    /// - Throws: `VaultError.epochMissing`, `VaultError.wrongMasterKey`.
    public static func requirePresentEpoch(of masterKey: MasterKey, in session: Session) throws {
        try Epoch.present(in: session).check(masterKey)
    }

    /// All epochs of the master key that the database knows, in order.
    public static func epochs(in session: Session) throws -> [Epoch] { try Epoch.all(in: session) }
}
