import Crypto
public import Postgres

/// The vault of a database, open. See the page of this module for what it promises.
public struct Vault: Sendable {
    let masterKey: MasterKey
    private let fingerprints: Fingerprints
    let index: BlindIndex

    private init(_ masterKey: MasterKey) {
        self.masterKey = masterKey
        fingerprints = Fingerprints(key: masterKey.derived(for: "maintien fingerprint 1"))
        index = BlindIndex(masterKey)
    }

    /// Opens the vault; the first time, begins it with this key.
    /// - Throws: `VaultError.wrongMasterKey`.
    public static func open(_ masterKey: MasterKey, in session: Session) throws -> Vault {
        let check = masterKey.derived(for: "maintien check value 1").withUnsafeBytes(Array.init)
        try session.execute("INSERT INTO vault.master_key (check_value) VALUES (\(check)) ON CONFLICT DO NOTHING")
        let isRight = try session.first("SELECT check_value = \(check) FROM vault.master_key", as: Bool.self)
        guard isRight == true else { throw VaultError.wrongMasterKey }
        return Vault(masterKey)
    }

    /// What stands for `bytes` where they must not stand: equal for equal bytes, and of no use to whoever guesses at them without the key.
    public func fingerprint(of bytes: [UInt8]) -> [UInt8] { fingerprints.of(bytes) }
}
