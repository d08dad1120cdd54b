import Crypto
public import Postgres

/// The open vault of a database. The page of this module lists its promises.
public struct Vault: Sendable {
    let keys: EpochKeys
    private let fingerprints: Fingerprints
    let index: BlindIndex

    private init(_ masterKey: MasterKey, keys: EpochKeys) {
        self.keys = keys
        fingerprints = Fingerprints(key: masterKey.derived(for: "maintien fingerprint 1"))
        index = BlindIndex(masterKey)
    }

    /// Opens the vault; the first call binds it to this master key.
    /// - Throws: `VaultError.wrongMasterKey`; `VaultError.epochMissing` when the key file lacks the present epoch.
    public static func open(_ masterKey: MasterKey, in session: Session) throws -> Vault {
        let check = masterKey.derived(for: "maintien check value 1").withUnsafeBytes(Array.init)
        try session.execute("INSERT INTO vault.master_key (check_value) VALUES (\(check)) ON CONFLICT DO NOTHING")
        let isRight = try session.first("SELECT check_value = \(check) FROM vault.master_key", as: Bool.self)
        guard isRight == true else { throw VaultError.wrongMasterKey }
        let present = try Epoch.present(in: session)
        try present.check(masterKey)
        return Vault(masterKey, keys: EpochKeys(masterKey, present: present.number))
    }

    /// Opens the vault to read it, and binds it to nothing.
    ///
    /// - Throws: `VaultError.wrongMasterKey`.
    public static func openToRead(_ masterKey: MasterKey, in session: Session) throws -> Vault {
        guard try isBound(to: masterKey, in: session) != false else { throw VaultError.wrongMasterKey }
        let present = try Epoch.present(in: session)
        if masterKey.numbers.contains(present.number) { try present.check(masterKey) }
        return Vault(masterKey, keys: EpochKeys(masterKey, present: present.number))
    }

    /// Whether the vault is bound to this master key; nil while it is bound to none. Changes nothing.
    public static func isBound(to masterKey: MasterKey, in session: Session) throws -> Bool? {
        let check = masterKey.derived(for: "maintien check value 1").withUnsafeBytes(Array.init)
        return try session.first("SELECT check_value = \(check) FROM vault.master_key", as: Bool.self)
    }

    /// A keyed hash of `bytes`: equal for equal bytes. Without the key, nobody can test a guess.
    public func fingerprint(of bytes: [UInt8]) -> [UInt8] { fingerprints.of(bytes) }
}
