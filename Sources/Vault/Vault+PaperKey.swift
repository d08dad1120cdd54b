public import Crypto
public import Postgres

extension Vault {
    /// Returns the key for references printed on papers; creates and stores it at the first call.
    ///
    /// A new key is random. If facts were recorded before a key was stored, papers may exist: then the former, derived key is stored.
    ///
    /// - Parameter isLogEmpty: whether the log has no facts.
    /// - Throws: `VaultError.wrongMasterKey` when another master key wrapped it.
    public func paperKey(isLogEmpty: Bool, in session: Session) throws -> SymmetricKey {
        let key = isLogEmpty ? SymmetricKey(size: .bits256) : Self.formerPaperKey(masterKey)
        let wrapped = [UInt8](try AES.KeyWrap.wrap(key, using: masterKey.key))
        try session.execute("INSERT INTO vault.paper_key (wrapped_key) VALUES (\(wrapped)) ON CONFLICT DO NOTHING")
        return try Self.paperKey(under: masterKey, in: session)
    }

    /// Returns the same key without storing one: if none is stored, the former, derived key.
    ///
    /// - Throws: `VaultError.wrongMasterKey` when another master key wrapped it.
    public static func paperKey(under masterKey: MasterKey, in session: Session) throws -> SymmetricKey {
        guard let wrapped = try session.first("SELECT wrapped_key FROM vault.paper_key", as: [UInt8].self) else {
            return formerPaperKey(masterKey)
        }
        do { return try AES.KeyWrap.unwrap(wrapped, using: masterKey.key) } catch { throw VaultError.wrongMasterKey }
    }

    /// The key of earlier versions, derived from the master key.
    private static func formerPaperKey(_ masterKey: MasterKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: masterKey.derived(for: "pages"), info: Array("papers".utf8), outputByteCount: 32)
    }
}
